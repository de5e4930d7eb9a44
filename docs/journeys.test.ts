import { expect, test } from 'vitest';
import { z } from 'zod';
import { check } from '@/lib/check';
import { journeyFile, journeySettings } from '@/lib/graph';
import { say, text } from '@/lib/text';
import { NODES } from '@/nodes';
import type { RegisteredNode } from '@/nodes/register';
import { page, table } from './generated';

const variant = z.looseObject({
	properties: z.record(z.string(), z.looseObject({ const: z.string().optional() })),
	label: text.optional(),
});
const field = z.looseObject({
	label: text.optional(),
	help: text.optional(),
	oneOf: z.array(variant).default([]),
});
const object = z.looseObject({ properties: z.record(z.string(), field), required: z.array(z.string()).default([]) });
const drawnPorts = z.record(z.string(), z.unknown());
const items = z.array(z.looseObject({ port: z.string() }));

/** The exits of a new node; those that the marketer names are said by the list that she fills in. */
function ports({ defaults, draw }: RegisteredNode): string {
	const named = Object.entries(drawnPorts.parse(defaults)).flatMap(([name, value]) => {
		const list = items.safeParse(value);
		return list.success && list.data.length > 0 ? [{ name, ids: list.data.map(({ port }) => port) }] : [];
	});
	const ids = draw(defaults, 'en').ports.map(({ id }) => id);
	const fixed = ids.filter((id) => !named.some((list) => list.ids.includes(id)));
	return (
		[...named.map(({ name }) => `each of \`${name}[].port\``), ...fixed.map((id) => `\`${id}\``)].join(', ') || 'none'
	);
}

/** What is said of a field: its label, its help, and what may be chosen. */
function describe({ label, help, oneOf }: z.infer<typeof field>): string {
	const choices = oneOf.map(({ properties, label: meaning }) => {
		const chosen = Object.entries(properties).map(([name, value]) =>
			value.const ? `\`${name}: ${value.const}\`` : `\`${name}\``,
		);
		return `${chosen.join(', ')}${meaning ? ` (${say(meaning, 'en').toLowerCase()})` : ''}`;
	});
	return [label, help, choices.join('; ')]
		.flatMap((words) => (words ? say(words, 'en') : []))
		.map((part) => part.replace(/\.$/, ''))
		.join('. ');
}

function nodeTypes(): string {
	return NODES.map((node) => {
		const { properties, required } = object.parse(z.toJSONSchema(node.schema, { io: 'input' }));
		const rows = Object.entries(properties).map(([name, said]) => [
			required.includes(name) ? `**\`${name}\`**` : `\`${name}\``,
			describe(said),
		]);
		const heading = `### ${say(node.label, 'en')}: \`${node.type}\``;
		const sentence = `${say(node.description, 'en')} Ports: ${ports(node)}.`;
		return `${heading}\n\n${sentence}\n\n${table(['configuration', ''], rows)}`;
	}).join('\n\n');
}

const { path, text: doc } = page('journeys.md', nodeTypes());

test('docs/journeys.md describes the node types as they are', async () => {
	await expect(doc).toMatchFileSnapshot(path);
});

test('the file in docs/journeys.md can be published', () => {
	const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(doc)?.[1] ?? '');
	expect(check(journeyFile.parse(example))).toEqual([]);
});

test('docs/journeys.md names every setting of a journey', () => {
	const line = /^- `settings`: .*$/m.exec(doc)?.[0] ?? '';
	for (const name of Object.keys(journeySettings.shape)) expect(line).toContain(`\`${name}\``);
});
