import { describe, expect, it } from 'vitest';
import en from '@/messages/en.json';
import fr from '@/messages/fr.json';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, path = ''): [string, string][] {
	return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
		typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
	);
}

/** What the words take from the code: `{name}`, `{count, plural, …}`, `<code>`. */
function placeholders(words: string): string[] {
	const names = [...words.matchAll(/\{(\w+)[,}]/g), ...words.matchAll(/<(\w+)>/g)].map(([, name]) => name ?? '');
	// The branches of a plural hold words in braces, not names.
	const branches = [...words.matchAll(/(?:zero|one|two|few|many|other|=\d+)\s*\{(\w+)\}/g)].map(
		([, name]) => name ?? '',
	);
	return [...new Set(names.filter((name) => !branches.includes(name)))].sort();
}

const english = new Map(flat(en));
const french = new Map(flat(fr));

describe('the words of the app', () => {
	it('exist in English and in French alike', () => {
		expect([...french.keys()].sort()).toEqual([...english.keys()].sort());
	});
	it('are never empty', () => {
		expect([...english, ...french].filter(([, words]) => words.trim() === '').map(([key]) => key)).toEqual([]);
	});
	it('take the same values in both languages', () => {
		// A word that does not change with its number (“mois”) needs no number.
		const counted = (words: string) => words.includes(', plural,');
		const differing = [...english].filter(
			([key, words]) => !counted(words) && placeholders(words).join() !== placeholders(french.get(key) ?? words).join(),
		);
		expect(differing.map(([key]) => key)).toEqual([]);
	});
	it('follow French typography: typographic apostrophes, and no plain space before ; : ? ! and inside quotes', () => {
		const careless = [...french].filter(
			([, words]) => /\w'\w/.test(words) || / [;:?!»]/.test(words) || /« /.test(words),
		);
		expect(careless.map(([key]) => key)).toEqual([]);
	});
});
