import { expect, test } from 'vitest';
import { z } from 'zod';
import { CATALOGUE_FIELDS, CATALOGUE_KINDS } from '@/lib/catalogue';
import { page, table } from './generated';

function fields(): string {
	return CATALOGUE_KINDS.map((kind) => {
		const rows = Object.entries(CATALOGUE_FIELDS[kind]).map(([name, schema]) => {
			const required = !schema.safeParse(undefined).success;
			return [required ? `**\`${name}\`**` : `\`${name}\``, z.globalRegistry.get(schema)?.description ?? ''];
		});
		return `### ${kind}\n\n${table(['field', ''], rows)}`;
	}).join('\n\n');
}

const { path, text } = page('catalogue.md', fields());

test('docs/catalogue.md lists the fields as they are checked', async () => {
	await expect(text).toMatchFileSnapshot(path);
	// The words beside a field come from its schema: none of them got lost on the way.
	expect(text).toContain('in the currency’s major unit: 39.90');
});
