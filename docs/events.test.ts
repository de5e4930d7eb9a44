import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { RETAIL_EVENTS, type Sender } from '@/lib/retail-events';
import { CALL_TYPES, MAX_BATCH_BYTES, MAX_EVENT_BYTES } from '@/lib/segment';
import { IMPORT_MODES } from '@/scripts/import/state';
import { page, table } from './generated';

const jsonSchema = z.looseObject({
	type: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
	format: z.string().optional(),
	description: z.string().optional(),
	get anyOf() {
		return z.array(jsonSchema).optional();
	},
});
type JsonSchema = z.infer<typeof jsonSchema>;

const WORDS: Record<string, string> = { string: 'text', integer: 'whole number', array: 'list' };

const SENT_BY: Record<Sender, string> = {
	anyone: 'any touchpoint',
	server: '**your servers**',
	parcours: '*Parcours*',
};

function typesOf({ type, format, anyOf = [] }: JsonSchema): string[] {
	const own = type.filter((name) => name !== 'null').map((name) => WORDS[name] ?? name);
	return [...(format?.startsWith('date') ? ['date'] : own), ...anyOf.flatMap(typesOf)];
}

function vocabulary(): string {
	const properties = new Map<string, { types: Set<string>; notes: Set<string> }>();
	const events = Object.entries(RETAIL_EVENTS).map(([name, known]) => {
		const names = Object.entries(known.properties).map(([property, type]) => {
			const schema = jsonSchema.parse(z.toJSONSchema(type));
			const { types, notes } = properties.get(property) ?? { types: new Set(), notes: new Set() };
			for (const word of typesOf(schema)) types.add(word);
			for (const { description } of [schema, ...(schema.anyOf ?? [])]) if (description) notes.add(description);
			properties.set(property, { types, notes });
			return type.safeParse(undefined).success ? `\`${property}\`` : `**\`${property}\`**`;
		});
		return [name, known.what, SENT_BY[known.sender], names.join(', ')];
	});
	const rows = [...properties]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, { types, notes }]) => [`\`${name}\``, [...types].sort().join(' or '), [...notes].join('; ')]);
	return `${table(['event', 'what happened', 'sent by', 'properties'], events)}\n\n${table(['property', 'type', ''], rows)}`;
}

const { path, text } = page('events.md', vocabulary());

test('docs/events.md lists the vocabulary as it is checked', async () => {
	await expect(text).toMatchFileSnapshot(path);
});

test('docs/events.md names every path, limit and mode of import', () => {
	const root = new URL('../app/v1/', import.meta.url);
	const takesCalls = (name: string) =>
		existsSync(new URL(`${name}/route.ts`, root)) &&
		readFileSync(new URL(`${name}/route.ts`, root), 'utf8').includes("'../receive'");
	const names = readdirSync(root).filter(takesCalls);
	for (const name of names) expect(text).toMatch(new RegExp(`\`(POST )?(/v1/)?${name}\``));
	for (const type of CALL_TYPES) expect(names).toContain(type);
	expect(text).toContain(`| one event | ${MAX_EVENT_BYTES / 1024} KB`);
	expect(text).toContain(`| one request | ${MAX_BATCH_BYTES / 1024} KB`);
	for (const mode of IMPORT_MODES) expect(text).toContain(`\`--${mode}\``);
});
