import { describe, expect, test } from 'vitest';
import type { CatalogueKind } from './catalogue';
import { CatalogueFileError, readCatalogueFile } from './catalogue-file';
import { say } from './text';

const NOW = Date.parse('2026-11-24T09:00:00Z');

async function read(text: string | Uint8Array, kind: CatalogueKind = 'stock', size = 7) {
	const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
	async function* pieces() {
		for (let n = 0; n < bytes.length; n += size) yield bytes.slice(n, n + size);
	}
	const { lines, ignored } = readCatalogueFile(kind, pieces(), NOW);
	const good: unknown[] = [];
	const bad: string[] = [];
	for await (const line of lines)
		if ('record' in line) good.push({ line: line.line, ...line.record });
		else bad.push(...line.problems.map(({ line: at, field, message }) => `${at} ${field} ${say(message, 'en')}`));
	return { good, bad, ignored: [...ignored] };
}
const refusal = (text: string | Uint8Array) =>
	read(text).then(
		() => 'read',
		(error: unknown) =>
			error instanceof CatalogueFileError
				? `${error.problem.line} ${error.problem.field} ${say(error.problem.message, 'fr')}`
				: error,
	);

describe('a file', () => {
	test('of CSV names its columns first, in any order, and may come in pieces that cut letters', async () => {
		const csv = '\uFEFFStore_ID;quantity;product_id\r\nlyon;3;thé\r\n\r\nparis;4;café\r\n';
		expect(await read(csv, 'stock', 1)).toMatchObject({
			good: [
				{ line: 2, store_id: 'lyon', quantity: 3, product_id: 'thé' },
				{ line: 4, store_id: 'paris', product_id: 'café' },
			],
			bad: [],
		});
	});
	test('of NDJSON has an object a line', async () => {
		const line = (quantity: unknown) => JSON.stringify({ product_id: 'x', store_id: 'lyon', quantity });
		const { good, bad } = await read(`\n${line(1)}\n\n${line('many')}\n{broken\n[]\n${line(2)}`);
		expect(good).toMatchObject([{ line: 2, quantity: 1 }, { quantity: 2 }]);
		expect(bad).toEqual([
			'4 quantity write a whole number such as 12',
			'5  is not a JSON object',
			'6  this is missing or not of its kind',
		]);
	});
	test('tells each bad line with its number, field and what to write', async () => {
		const { good, bad } = await read('product_id,store_id,quantity\nx,lyon,1\nx,,two\nx,lyon\n');
		expect(good).toHaveLength(1);
		expect(bad).toEqual([
			'3 store_id this is missing',
			'3 quantity write a whole number such as 12',
			'4  has 2 cells where the first line has 3: put texts with a separator in quotes',
		]);
	});
	test('may have columns that mean nothing to us, which are named', async () => {
		expect(await read('product_id,store_id,quantity,rayon\nx,lyon,1,A')).toMatchObject({ ignored: ['rayon'], bad: [] });
		expect(await read('{"product_id":"x","store_id":"y","quantity":1,"rayon":2}')).toMatchObject({
			ignored: ['rayon'],
		});
	});
	test.each([
		['', '1  le fichier est vide'],
		['product_id,store_id\nx,y', '1 quantity il n’y a pas de colonne quantity'],
		['product_id,store_id,quantity,quantity\n', '1 quantity la colonne quantity existe deux fois'],
		['product_id,store_id,quantity\n"x,y,1\n', '2  un guillemet ouvert ici n’est jamais refermé'],
	])('%j is refused as a whole', async (text, said) => {
		expect(await refusal(text)).toBe(said);
	});
	test('that a spreadsheet wrote in its own alphabet is refused with what to do', async () => {
		const latin1 = Uint8Array.from(
			[...'product_id,store_id,quantity\nth\xe9,lyon,1\n'].map((char) => char.charCodeAt(0)),
		);
		expect(await refusal(latin1)).toMatch(/^2 .*CSV UTF-8/);
	});
});
