import { expect, test } from 'vitest';
import { KEPT_DAYS } from '@/db/map-payloads';
import { CONVERSIONS, type Conversion, convertValue, DATE_FORMATS } from '@/lib/convert-value';
import type { Json } from '@/lib/event';
import { MAX_BATCH_BYTES } from '@/lib/segment';
import { page, table } from './generated';

const zone = 'Europe/Paris';
const EXAMPLES: Record<Conversion['as'], [what: string, from: Json, to: Conversion]> = {
	same: ['as it is', 'EUR', { as: 'same' }],
	text: ['a text', 42, { as: 'text' }],
	number: ['a number with a decimal comma, or a point', '1 079,80 €', { as: 'number', decimal: ',' }],
	minor: ['cents', 1999, { as: 'minor', digits: 2 }],
	instant: ['an instant', '24/11/2026 18:32:10', { as: 'instant', format: 'dd/MM/yyyy HH:mm:ss', zone }],
	day: ['a day', 1_780_000_000, { as: 'day', format: 'seconds', zone }],
	table: [
		'your words in ours; what is not in the table is refused, or kept as it is',
		'F',
		{ as: 'table', entries: [{ from: 'F', to: 'women' }], otherwise: 'refuse' },
	],
};

function conversions(): string {
	const code = (value: unknown) => `\`${JSON.stringify(value)}\``;
	const rows = CONVERSIONS.map((as) => {
		const [what, from, to] = EXAMPLES[as];
		const made = convertValue(from, to);
		if (!('value' in made)) throw new Error(`the example of ${as} is not converted`);
		return [what, code(from), code(made.value)];
	});
	return `${table(['', 'from', 'to'], rows)}\n\nDates: ${DATE_FORMATS.map((format) => `\`${format}\``).join(', ')}.`;
}

const { path, text } = page('sources.md', conversions());

test('docs/sources.md shows the conversions as they are done', async () => {
	await expect(text).toMatchFileSnapshot(path);
});
test('docs/sources.md says how long payloads are kept, and how much is taken', () => {
	expect(text).toContain(`Mapped payloads are kept for ${KEPT_DAYS.mapped} days, others for ${KEPT_DAYS.unmapped}`);
	expect(text).toContain(`up to ${MAX_BATCH_BYTES / 1024} KB`);
});
