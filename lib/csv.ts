/** A record of a file: its cells, or why it cannot be read. `line` is where it begins, from 1. */
export type CsvRecord = { line: number; cells: string[] };

/** The file cannot be read on from here. */
export class CsvError extends Error {
	override name = 'CsvError';
	constructor(
		readonly line: number,
		readonly problem: 'unclosed-quote',
	) {
		super(`line ${line}: ${problem}`);
	}
}

/** A record this long is a quote that somebody forgot to close: the rest of the file must not end up in one cell. */
const MAX_RECORD = 100_000;
const SEPARATORS = [',', ';', '\t'];

/**
 * Reads CSV (RFC 4180) as it comes in, in pieces of any size. The separator is a comma, or the semicolon or tab that the
 * first line has more of, as spreadsheets in countries with a decimal comma write it. Lines may end as they like; empty
 * ones are left out.
 *
 * @throws CsvError when a quote is never closed
 */
export function csvReader(): { push: (text: string) => CsvRecord[]; end: () => CsvRecord[] } {
	let separator: string | null = null;
	/** What of the first line has come in, until it is whole. */
	let head = '';
	let line = 1;
	let begun = 1;
	let cell = '';
	let cells: string[] = [];
	let length = 0;
	/** `quote`: a quote inside quotes, which is doubled or closes them. */
	let state: 'start' | 'plain' | 'quoted' | 'quote' = 'start';
	let afterReturn = false;

	const closeCell = () => {
		cells.push(cell);
		cell = '';
		state = 'start';
	};
	const closeRecord = (): CsvRecord[] => {
		closeCell();
		const record = { line: begun, cells };
		cells = [];
		length = 0;
		return record.cells.length === 1 && record.cells[0] === '' ? [] : [record];
	};

	function read(text: string): CsvRecord[] {
		const records: CsvRecord[] = [];
		for (const char of text) {
			if (afterReturn && char === '\n') {
				afterReturn = false;
				continue;
			}
			afterReturn = char === '\r';
			const isEnd = char === '\n' || char === '\r';
			if (isEnd) line++;
			if (++length > MAX_RECORD) throw new CsvError(begun, 'unclosed-quote');
			if (state === 'quoted') {
				if (char === '"') state = 'quote';
				else cell += isEnd ? '\n' : char;
			} else if (char === '"' && state !== 'plain') {
				// A second one inside quotes is a quote of the text.
				if (state === 'quote') cell += '"';
				state = 'quoted';
			} else if (char === separator) closeCell();
			else if (isEnd) {
				records.push(...closeRecord());
				begun = line;
			} else {
				cell += char;
				state = 'plain';
			}
		}
		return records;
	}

	return {
		push(text) {
			if (separator !== null) return read(text);
			head += text;
			if (!/[\r\n]/.test(head) && head.length < MAX_RECORD) return [];
			separator = separatorOf(head);
			return read(head.replace(/^\uFEFF/, ''));
		},
		end() {
			const records = separator === null ? this.push('\n') : [];
			if (state === 'quoted') throw new CsvError(begun, 'unclosed-quote');
			return length > 0 ? [...records, ...closeRecord()] : records;
		},
	};
}

function separatorOf(head: string): string {
	const first = head.split(/[\r\n]/, 1)[0]?.replace(/"[^"]*"/g, '') ?? '';
	const count = (separator: string) => first.split(separator).length;
	return SEPARATORS.reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}
