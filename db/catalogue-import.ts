import { sql } from 'drizzle-orm';
import type { CatalogueKind } from '@/lib/catalogue';
import { CatalogueFileError, type CatalogueLine } from '@/lib/catalogue-file';
import type { LineProblem } from '@/lib/catalogue-line';
import type { JsonObject } from '@/lib/event';
import { audit } from './audit';
import { mergeLines } from './catalogue-merge';
import { findStrangers } from './catalogue-strangers';
import type { Db, Tx } from './client';

/** How many problems are told one by one; of the rest there is the number. */
const MAX_TOLD = 1000;
const BATCH = 1000;

export type CatalogueReport = {
	/** False: nothing was written. */
	imported: boolean;
	/** Lines with something on them, without the first of a CSV file. */
	lines: number;
	/** How many of them changed or made something. */
	written: number;
	/** How many were older than what is there and changed nothing. */
	outdated: number;
	/** How many lines are bad: left out, or the reason why nothing was written. */
	bad: number;
	/** By line; the first thousand. */
	problems: LineProblem[];
};

type Options = {
	/** Write the good lines although there are bad ones. */
	partial: boolean;
	/** Who brings it, for the audit log: a member’s id, `api-key:<id>` or `system`. */
	actor: string;
};

/** Everything or nothing: leaves the transaction. */
class NothingWritten extends Error {
	override name = 'NothingWritten';
}

/**
 * Brings lines of one kind into the catalogue, all or nothing, or the good ones when that is asked for. They are gathered
 * in a table of the transaction as they come in, whatever their number, and written in one go: others see all of them
 * or none, and what they write meanwhile waits for a moment only.
 */
export async function importCatalogue(
	db: Db,
	kind: CatalogueKind,
	lines: AsyncIterable<CatalogueLine>,
	{ partial, actor }: Options,
): Promise<CatalogueReport> {
	const report: CatalogueReport = { imported: false, lines: 0, written: 0, outdated: 0, bad: 0, problems: [] };
	try {
		await db.transaction(async (tx) => {
			await tx.execute(sql`create temp table catalogue_lines (line integer, record jsonb) on commit drop`);
			await gather(tx, lines, report);
			for (const problems of await findStrangers(tx, kind)) note(report, problems);
			if (report.bad > 0 && !partial) throw new NothingWritten();
			const { written, outdated } = await mergeLines(tx, kind);
			await audit(tx, actor, 'catalogue.import', kind, { written, outdated, bad: report.bad });
			Object.assign(report, { written, outdated, imported: true });
		});
	} catch (error) {
		if (error instanceof CatalogueFileError) return { ...report, bad: report.bad + 1, problems: [error.problem] };
		if (!(error instanceof NothingWritten)) throw error;
	}
	report.problems.sort((a, b) => a.line - b.line);
	return report;
}

async function gather(tx: Tx, lines: AsyncIterable<CatalogueLine>, report: CatalogueReport): Promise<void> {
	let batch: { line: number; record: JsonObject }[] = [];
	const flush = async () => {
		await tx.execute(sql`
			insert into catalogue_lines
			select * from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as r(line integer, record jsonb)`);
		batch = [];
	};
	for await (const line of lines) {
		report.lines++;
		if ('problems' in line) note(report, line.problems);
		else if (batch.push({ line: line.line, record: line.record }) === BATCH) await flush();
	}
	if (batch.length > 0) await flush();
}

/** All that is wrong with one line. */
function note(report: CatalogueReport, problems: LineProblem[]): void {
	report.bad++;
	if (report.problems.length < MAX_TOLD) report.problems.push(...problems);
}
