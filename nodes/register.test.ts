import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { NodeDef } from './define';
import { register } from './register';

const note = {
	type: 'note',
	version: 3,
	kind: 'action',
	icon: 'pen',
	label: 'Note',
	description: 'Writes a note.',
	config: z.object({ text: z.string().min(1), to: z.object({ team: z.string() }) }),
	defaults: { text: '' },
	ports: (c) => [{ id: c.text, label: c.text.toUpperCase() }],
	summary: (c) => `For ${c.to.team}`,
	compile: () => ({ op: 'act', type: 'note' }),
	check: (c) => (c.text === 'rude' ? [{ severity: 'error', field: 'text', message: 'be kind' }] : []),
	upgrade: [({ says, ...rest }) => ({ ...rest, text: says ?? '' }), (c) => ({ ...c, to: { team: 'shop' } })],
} satisfies NodeDef<{ text: string; to: { team: string } }>;

describe('a node type, once registered', () => {
	const node = register(note);
	const config = { text: 'hello', to: { team: 'shop' } };

	test('says what its schema refuses first, by the path in the configuration', () => {
		expect(node.problems({ text: '', to: {} }).map((p) => `${p.severity} ${p.field}`)).toEqual([
			'error text',
			'error to.team',
		]);
	});

	test('checks further only what its schema accepts', () => {
		expect(node.problems({ ...config, text: 'rude' })).toEqual([
			{ severity: 'error', field: 'text', message: 'be kind' },
		]);
		expect(node.problems(config)).toEqual([]);
	});

	test('is drawn from what is filled in so far, the rest as dropped on the canvas, and never throws', () => {
		expect(node.draw({ text: 'half' }, 'en')).toEqual({ ports: [{ id: 'half', label: 'HALF' }], summary: '' });
		expect(node.draw({}, 'en').ports).toEqual([{ id: '', label: '' }]);
		expect(node.draw({ text: null }, 'en')).toEqual({ ports: [], summary: '' });
	});

	test('brings an old configuration to today’s, one version after the other', () => {
		expect(node.upgrade({ says: 'hello' }, 1)).toEqual(config);
		expect(node.upgrade({ text: 'hello' }, 2)).toEqual(config);
		expect(node.upgrade(config, 3)).toEqual(config);
	});

	test('means nothing that it does not say', () => {
		expect(node.read(config)).toEqual({
			ports: [{ id: 'hello', label: 'HELLO' }],
			opcode: { op: 'act', type: 'note' },
			wait: null,
			awaits: null,
			entry: null,
			channels: [],
			prepare: null,
		});
	});

	test('has no meaning before it was checked', () => {
		expect(() => node.read({ text: '' })).toThrow();
	});
});
