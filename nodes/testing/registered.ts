import { expect } from 'vitest';
import { say } from '@/lib/text';
import type { NodeDef } from '../define';
import { register } from '../register';

/** A node type as the editor and publishing see it, in the few words that its tests need. */
export function registered<C>(def: NodeDef<C>) {
	const node = register(def);
	return {
		...node,
		/** As on the card, in both languages. */
		sentences: (config: Parameters<typeof node.draw>[0]) => [
			node.draw(config, 'en').summary,
			node.draw(config, 'fr').summary,
		],
		portIds: (config: Parameters<typeof node.draw>[0]) => node.draw(config, 'en').ports.map((port) => port.id),
		/** `error field` of each problem, after making sure that it says something in both languages. */
		findings: (config: Parameters<typeof node.problems>[0]) =>
			node.problems(config).map(({ severity, field, message }) => {
				expect(say(message, 'en')).not.toBe('');
				expect(say(message, 'fr'), 'said in French').not.toBe(say(message, 'en'));
				return `${severity} ${field}`;
			}),
	};
}
