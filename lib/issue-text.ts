import type { z } from 'zod';
import type { Text } from './text';

/** Zod knows one message an issue: the French of it, by its English. First what schemas of `lib/` say. */
const FRENCH = new Map([
	['choose a property', 'choisissez une propriété'],
	['choose an event', 'choisissez un événement'],
	['enter a value to compare with', 'entrez une valeur à comparer'],
	['must not be negative', 'ne doit pas être négative'],
	['name the property of the event', 'nommez la propriété de l’événement'],
	['name the property of the trigger event', 'nommez la propriété de l’événement déclencheur'],
	[
		'use an ISO 8601 duration, for example PT30M, P3D or P1M',
		'entrez une durée ISO 8601, par exemple PT30M, P3D ou P1M',
	],
]);

/** A schema's message in both languages: `z.string().min(1, says('write a subject', 'écrivez un objet'))`. */
export function says(en: string, fr: string): string {
	FRENCH.set(en, fr);
	return en;
}

/** For a schema that says nothing itself: Zod's own words are for developers. Hand it to `safeParse` as `error`. */
export function plainWords({ code, ...issue }: z.core.$ZodRawIssue): string | undefined {
	switch (code) {
		case 'invalid_type':
		case 'invalid_union':
		case 'invalid_value':
			return says('this is missing or not of its kind', 'ceci manque ou n’est pas du bon type');
		case 'too_small':
			return says(`at least ${issue.minimum}`, `au moins ${issue.minimum}`);
		case 'too_big':
			return issue.origin === 'string'
				? says(`${issue.maximum} characters at most`, `${issue.maximum} caractères au plus`)
				: says(`${issue.maximum} at most`, `${issue.maximum} au plus`);
		default:
			return undefined;
	}
}

/** Of what a sender left out. */
export const MISSING = says('is missing', 'manque');

export const NO_DATE = says(
	'must be an ISO 8601 date such as 2026-11-24T09:30:00Z',
	'doit être une date ISO 8601 telle que 2026-11-24T09:30:00Z',
);

/** What is wrong with what a system sent: what it left out is told from what is of another kind. For `safeParse`, as `error`. */
export function sentWords(issue: z.core.$ZodRawIssue): string | undefined {
	if (issue.input === undefined || issue.input === null) return MISSING;
	if (issue.code === 'invalid_union') return says('must be a text or a number', 'doit être un texte ou un nombre');
	if (issue.code !== 'invalid_type') return plainWords(issue);
	switch (issue.expected) {
		case 'string':
			return says('must be a text', 'doit être un texte');
		case 'number':
			return says('must be a number', 'doit être un nombre');
		case 'int':
			return says('must be a whole number', 'doit être un nombre entier');
		case 'boolean':
			return says('must be true or false', 'doit être vrai ou faux (true, false)');
		case 'array':
			return says('must be a list', 'doit être une liste');
		default:
			return says('must be an object', 'doit être un objet');
	}
}

/** What a schema refused, by the field that a form shows it at (the first word of its path). */
export function problemsByField({ issues }: z.ZodError): ReadonlyMap<string, Text> {
	return new Map(issues.map((issue) => [String(issue.path[0]), issueText(issue)]));
}

/** What a schema refused, in both languages; a developer's message without French is shown as it is. */
export function issueText({ message }: { message: string }): Text {
	const fr = FRENCH.get(message);
	return fr ? { en: message, fr } : message;
}
