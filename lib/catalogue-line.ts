import { CATALOGUE_SHAPES, type CatalogueKind } from './catalogue';
import type { JsonObject } from './event';
import { issueText, plainWords, says } from './issue-text';
import type { Text } from './text';

/** What is wrong with a line, and how to put it right. `field` is empty when it is the line as a whole. */
export type LineProblem = { line: number; field: string; message: Text };

/** A clock may be a little ahead; a figure of tomorrow would keep all of today's out. */
const AHEAD_MS = 10 * 60_000;
const FUTURE = says('lies in the future', 'est dans le futur');

/**
 * Reads one line or object of a catalogue, as columns of its table with instants in ISO 8601. Facts that do not say since
 * when they hold do since `now` (UTC epoch ms). What is absent stays absent.
 */
export function readCatalogueLine(
	kind: CatalogueKind,
	raw: unknown,
	line: number,
	now: number,
): { record: JsonObject } | { problems: LineProblem[] } {
	const parsed = CATALOGUE_SHAPES[kind].safeParse(raw, { error: plainWords });
	if (!parsed.success)
		return {
			problems: parsed.error.issues.map((issue) => ({
				line,
				field: String(issue.path[0] ?? ''),
				message: issueText(issue),
			})),
		};
	const record = dated(parsed.data, new Date(now).toISOString());
	for (const field of ['as_of', 'price_as_of'])
		if (typeof record[field] === 'string' && Date.parse(record[field]) > now) {
			if (Date.parse(record[field]) > now + AHEAD_MS)
				return { problems: [{ line, field, message: issueText({ message: FUTURE }) }] };
			record[field] = new Date(now).toISOString();
		}
	return { record };
}

type Parsed = ReturnType<(typeof CATALOGUE_SHAPES)[CatalogueKind]['parse']>;

function dated(parsed: Parsed, now: string): JsonObject {
	const record: JsonObject = {};
	for (const [name, value] of Object.entries(parsed)) if (value !== undefined) record[name] = value;
	if ('price_minor' in parsed) {
		if (parsed.price_minor === undefined) delete record.price_as_of;
		else record.price_as_of = parsed.price_as_of ?? now;
	}
	if ('quantity' in parsed) record.as_of = parsed.as_of ?? now;
	if ('exceptions' in parsed && parsed.exceptions)
		record.exceptions = Object.fromEntries(
			Object.entries(parsed.exceptions).map(([date, exception]) => [date, { ...exception, asOf: now }]),
		);
	return record;
}
