import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvError, csvReader } from './csv';

function read(...pieces: string[]) {
	const reader = csvReader();
	return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}
const cells = (...pieces: string[]) => read(...pieces).map((record) => record.cells);

describe('a CSV file', () => {
	test('is read with commas, semicolons or tabs, whichever its first line has', () => {
		expect(cells('a,b;c\n1,2\n')).toEqual([
			['a', 'b;c'],
			['1', '2'],
		]);
		expect(cells('id;price\n1;39,90')).toEqual([
			['id', 'price'],
			['1', '39,90'],
		]);
		expect(cells('id\tname\n1\tx')).toHaveLength(2);
		expect(cells('"a,b,c";d')).toEqual([['a,b,c', 'd']]);
	});
	test('may have separators, quotes and ends of lines in quotes', () => {
		expect(cells('a,b\n"x, ""y""",' + '"1\n2"\n')).toEqual([
			['a', 'b'],
			['x, "y"', '1\n2'],
		]);
	});
	test('says on which line each record begins, whatever is in quotes before it', () => {
		expect(read('a,b\r\n"1\r\n2",x\r\n\r\n3,4\r\n').map(({ line }) => line)).toEqual([1, 2, 5]);
	});
	test('may begin with a byte order mark, and end without an end of line', () => {
		expect(cells('\uFEFFid,name\n1,x')).toEqual([
			['id', 'name'],
			['1', 'x'],
		]);
		expect(cells('only')).toEqual([['only']]);
		expect(cells('')).toEqual([]);
	});
	test('with a quote in the middle of a cell keeps it: 6" pans', () => {
		expect(cells('a,b\n6" pan,x')).toEqual([
			['a', 'b'],
			['6" pan', 'x'],
		]);
	});
	test('with a quote that is never closed is refused with the line it was opened on', () => {
		expect(() => read('a,b\n1,2\n"3,4\n5,6')).toThrow(new CsvError(3, 'unclosed-quote'));
		expect(() => read('a,b\n', `"${'x\n'.repeat(200_000)}`)).toThrow(new CsvError(2, 'unclosed-quote'));
	});
});

const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', ' ', '😀') });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });

test('whatever cells are written down are read again, in pieces of any size', () => {
	fc.assert(
		fc.property(table, fc.constantFrom('\n', '\r\n'), fc.nat(9), (rows, end, size) => {
			const text = `a,b,c,d${end}${rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join(end)}`;
			const chars = [...text];
			const pieces = chars.flatMap((_, n) => (n % (size + 1) === 0 ? [chars.slice(n, n + size + 1).join('')] : []));
			expect(cells(...pieces).slice(1)).toEqual(rows);
		}),
		{ numRuns: 400 },
	);
});
