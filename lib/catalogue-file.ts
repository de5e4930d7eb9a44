import { CATALOGUE_FIELDS, type CatalogueKind } from './catalogue';
import { type LineProblem, readCatalogueLine } from './catalogue-line';
import { CsvError, csvReader } from './csv';
import type { JsonObject } from './event';
import type { Text } from './text';

/** A line that can be written down, or what is wrong with it. */
export type CatalogueLine = { line: number } & ({ record: JsonObject } | { problems: LineProblem[] });

/** The file as a whole cannot be read: not even its good lines can be told. */
export class CatalogueFileError extends Error {
	override name = 'CatalogueFileError';
	constructor(readonly problem: LineProblem) {
		super(`line ${problem.line}: the file cannot be read`);
	}
}

const MAX_LINE = 100_000;
/** How many names of columns that mean nothing to us are worth naming. */
const MAX_IGNORED = 50;

/**
 * Reads a file as it comes in: CSV (the first line names the columns) or NDJSON (an object a line), told apart by how it
 * begins. `ignored` fills with columns that mean nothing for this kind.
 *
 * @param now UTC epoch ms: since when what says nothing about it holds
 * @throws CatalogueFileError while `lines` is read
 */
export function readCatalogueFile(
	kind: CatalogueKind,
	bytes: AsyncIterable<Uint8Array>,
	now: number,
): { lines: AsyncGenerator<CatalogueLine>; ignored: Set<string> } {
	const ignored = new Set<string>();
	return { lines: linesOf(kind, bytes, now, ignored), ignored };
}

async function* linesOf(
	kind: CatalogueKind,
	bytes: AsyncIterable<Uint8Array>,
	now: number,
	ignored: Set<string>,
): AsyncGenerator<CatalogueLine> {
	let reader: Reader | null = null;
	let head = '';
	for await (const text of textOf(bytes)) {
		head += reader ? '' : text;
		if (!reader && head.trim() === '') continue;
		const isFirst = reader === null;
		reader ??= head.trimStart().startsWith('{') ? jsonReader(kind, now, ignored) : tableReader(kind, now, ignored);
		yield* reader.push(isFirst ? head : text);
	}
	if (!reader) throw refused(1, { en: 'the file is empty', fr: 'le fichier est vide' });
	yield* reader.end();
}

/** @throws CatalogueFileError when it is not UTF-8 */
async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	let lines = 1;
	const decode = (chunk?: Uint8Array) => {
		try {
			return decoder.decode(chunk, { stream: chunk !== undefined });
		} catch {
			const [before = ''] = new TextDecoder().decode(chunk).split('\uFFFD', 1);
			const en = 'the file is not UTF-8 from here on: save it as “CSV UTF-8”';
			const fr = 'le fichier n’est plus en UTF-8 à partir d’ici : enregistrez-le en « CSV UTF-8 »';
			throw refused(lines + linesIn(before), { en, fr });
		}
	};
	for await (const chunk of bytes) {
		const text = decode(chunk);
		yield text;
		lines += linesIn(text);
	}
	yield decode();
}

const linesIn = (text: string) => text.split('\n').length - 1;

type Reader = { push: (text: string) => CatalogueLine[]; end: () => CatalogueLine[] };

function tableReader(kind: CatalogueKind, now: number, ignored: Set<string>): Reader {
	const csv = csvReader();
	let columns: string[] | null = null;
	const take = (read: () => ReturnType<typeof csv.end>): CatalogueLine[] => {
		try {
			return read().flatMap(({ line, cells }) => {
				if (columns) return [{ line, ...readRow(kind, columns, cells, line, now) }];
				columns = readHead(kind, cells, ignored);
				return [];
			});
		} catch (error) {
			if (!(error instanceof CsvError)) throw error;
			const fr = 'un guillemet ouvert ici n’est jamais refermé';
			throw refused(error.line, { en: 'a quote that is opened here is never closed', fr });
		}
	};
	return { push: (text) => take(() => csv.push(text)), end: () => take(() => csv.end()) };
}

/** @throws CatalogueFileError when a column is missing or there twice */
function readHead(kind: CatalogueKind, cells: string[], ignored: Set<string>): string[] {
	const columns = cells.map((cell) => cell.trim().toLowerCase());
	for (const [name, schema] of Object.entries(CATALOGUE_FIELDS[kind]))
		if (!columns.includes(name) && !schema.safeParse(undefined).success)
			throw refused(1, { en: `there is no column ${name}`, fr: `il n’y a pas de colonne ${name}` }, name);
	for (const [n, name] of columns.entries()) {
		if (!(name in CATALOGUE_FIELDS[kind])) ignore(ignored, name);
		else if (columns.indexOf(name) !== n)
			throw refused(1, { en: `the column ${name} is there twice`, fr: `la colonne ${name} existe deux fois` }, name);
	}
	return columns;
}

function readRow(kind: CatalogueKind, columns: string[], cells: string[], line: number, now: number) {
	if (cells.length !== columns.length) {
		const en = `has ${cells.length} cells where the first line has ${columns.length}: put texts with a separator in quotes`;
		const fr = `compte ${cells.length} cellules, la première ligne ${columns.length} : mettez entre guillemets les textes qui contiennent un séparateur`;
		return { problems: [{ line, field: '', message: { en, fr } }] };
	}
	// An empty cell empties what is there; a column that is not there leaves it.
	return readCatalogueLine(
		kind,
		Object.fromEntries(columns.map((column, n) => [column, cells[n]?.trim() || null])),
		line,
		now,
	);
}

function jsonReader(kind: CatalogueKind, now: number, ignored: Set<string>): Reader {
	let rest = '';
	let line = 0;
	const read = (text: string): CatalogueLine[] => {
		line++;
		if (text.trim() === '') return [];
		let raw: unknown;
		try {
			raw = JSON.parse(text);
		} catch {
			const message = { en: 'is not a JSON object', fr: 'n’est pas un objet JSON' };
			return [{ line, problems: [{ line, field: '', message }] }];
		}
		if (typeof raw === 'object' && raw !== null)
			for (const name of Object.keys(raw)) if (!(name in CATALOGUE_FIELDS[kind])) ignore(ignored, name);
		return [{ line, ...readCatalogueLine(kind, raw, line, now) }];
	};
	return {
		push(text) {
			const lines = (rest + text).split('\n');
			rest = lines.pop() ?? '';
			if (rest.length > MAX_LINE) throw refused(line + 1, { en: 'is too long', fr: 'est trop longue' });
			return lines.flatMap(read);
		},
		end: () => read(rest),
	};
}

function ignore(ignored: Set<string>, name: string): void {
	if (name !== '' && ignored.size < MAX_IGNORED) ignored.add(name.slice(0, 60));
}

function refused(line: number, message: Text, field = ''): CatalogueFileError {
	return new CatalogueFileError({ line, field, message });
}
