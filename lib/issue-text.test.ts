import { expect, test } from 'vitest';
import { z } from 'zod';
import { issueText, plainWords, says } from './issue-text';

function said(schema: z.ZodType, value: unknown) {
	const [issue] = schema.safeParse(value, { error: plainWords }).error?.issues ?? [];
	return issue && issueText(issue);
}

test('a message of a node’s own is said in both languages', () => {
	const schema = z.string().min(1, says('write a greeting', 'écrivez un bonjour'));
	expect(said(schema, '')).toEqual({ en: 'write a greeting', fr: 'écrivez un bonjour' });
});

test('what Zod says for developers is said in a marketer’s words', () => {
	expect(said(z.string(), undefined)).toMatchObject({ fr: 'ceci manque ou n’est pas du bon type' });
	expect(said(z.enum(['a', 'b']), 'c')).toMatchObject({ en: 'this is missing or not of its kind' });
	expect(said(z.string().max(3), 'four')).toEqual({ en: '3 characters at most', fr: '3 caractères au plus' });
	expect(said(z.number().max(100), 101)).toEqual({ en: '100 at most', fr: '100 au plus' });
	expect(said(z.number().min(0), -1)).toEqual({ en: 'at least 0', fr: 'au moins 0' });
});

test('a developer’s message without French is shown as it is', () => {
	expect(said(z.string().min(1, 'write it'), '')).toBe('write it');
});
