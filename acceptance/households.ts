import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { importFile } from '@/scripts/import/run';
import { runCommand } from '@/scripts/stack/command';
import { StackError } from '@/scripts/stack/errors';
import { terminalProgress } from '@/scripts/stack/progress';
import { openTally } from '@/scripts/testing/compare';
import { openLab } from '@/scripts/testing/lab';
import { callsOf } from './calls';
import { SEGMENTS } from './household-segments';
import { expectedOf } from './households-expected';

const HELP = `npm run acceptance:households -- FILE.ndjson[.gz]

Imports a file of orders as history, moved so that its last event is of today, and compares the segments, scores and
stages that come of it, customer by customer, with what a plain script works out from the file
(acceptance/households-expected.ts).`;

await runCommand(async () => {
	const [given] = parseArgs({ allowPositionals: true }).positionals;
	if (!given) throw new StackError(HELP);
	const tally = openTally();
	const lab = await openLab({ purpose: 'households', progress: terminalProgress() });
	try {
		const file = path.join(lab.stack.paths.dir, 'moved.ndjson');
		await moveToToday(path.resolve(given), file);
		const { db } = await import('@/db/client');
		const { getWorkspace, saveWorkspace } = await import('@/db/workspace');
		const { saveSegment } = await import('@/db/segments');
		const { settings, revision } = await getWorkspace(db());
		await saveWorkspace(db(), { settings: { ...settings, currency: 'USD' }, revision }, 'system');
		const names = new Map<string, string>();
		for (const [name, rule] of Object.entries(SEGMENTS)) {
			const { id } = await saveSegment(db(), { name, description: '', rule, revision: 0 }, 'system');
			names.set(id, name);
		}

		const since = Date.now();
		let shown = since;
		const { accepted, rejected } = await importFile({
			file,
			mode: 'history',
			url: lab.url,
			key: lab.secretKey,
			stateDir: path.join(lab.stack.paths.dir, 'imports'),
			onProgress: ({ bytesRead, bytes, accepted: taken }) => {
				if (Date.now() - shown < 5_000) return;
				shown = Date.now();
				console.log(`  … ${taken} events, ${Math.round((100 * bytesRead) / bytes)} %`);
			},
		});
		console.log(`  ${accepted} events imported as history, ${rejected} refused, in ${seconds(since)}`);
		await untilNobodyIsDue();
		console.log(`  everybody has segments, scores and a stage after ${seconds(since)}`);

		const expected = await expectedOf(file, Date.now());
		const actual = await actualOf(names);
		for (const kind of ['segments', 'scores', 'stages'] as const) tally.same(kind, expected[kind], actual[kind]);
	} finally {
		await lab.close();
	}
	tally.close();
});

/** The file with all its instants later by as much as its last one lies back. */
async function moveToToday(from: string, to: string): Promise<void> {
	let last = 0;
	for await (const { timestamp } of callsOf(from)) last = Math.max(last, Date.parse(timestamp));
	const by = Date.now() - last;
	const out = createWriteStream(to);
	for await (const call of callsOf(from)) {
		const timestamp = new Date(Date.parse(call.timestamp) + by).toISOString();
		if (!out.write(`${JSON.stringify({ ...call, timestamp })}\n`))
			await new Promise<void>((resolve) => out.once('drain', () => resolve()));
	}
	await new Promise<void>((resolve) => out.end(() => resolve()));
}

/** The tenths are found once nobody is due, and move some once more: quiet for two seconds is at its end. */
async function untilNobodyIsDue(): Promise<void> {
	const { db } = await import('@/db/client');
	const { sql } = await import('drizzle-orm');
	for (let quiet = 0; quiet < 20; await sleep(100)) {
		const { rows } = await db().execute(sql`
			select 1 from reviews where due_at <= now() union all select 1 from scoring where scored_at = 'epoch' limit 1`);
		quiet = rows.length === 0 ? quiet + 1 : 0;
	}
}

async function actualOf(
	names: Map<string, string>,
): Promise<{ segments: string[]; scores: string[]; stages: string[] }> {
	const { db } = await import('@/db/client');
	const { sql } = await import('drizzle-orm');
	const { rows } = await db().execute<{
		who: string;
		lifecycle: string | null;
		scores: Record<string, unknown> | null;
		segments: string[];
	}>(sql`
		select i.value as who, c.lifecycle, c.scores,
			array(select m.segment_id::text from segment_members m where m.customer_id = c.id) as segments
		from customers c join identities i on i.customer_id = c.id and i.kind = 'user_id' where c.merged_into is null`);
	return {
		// Not those that every installation begins with.
		segments: rows.flatMap(({ who, segments }) =>
			segments.flatMap((id) => (names.has(id) ? [`${who} ${names.get(id)}`] : [])),
		),
		scores: rows.flatMap(({ who, scores: s }) =>
			s ? [[who, s.recency, s.frequency, s.monetary, s.orders, s.spent_minor].join(' ')] : [],
		),
		stages: rows.map(({ who, lifecycle }) => `${who} ${lifecycle ?? 'suspect'}`),
	};
}

function seconds(since: number): string {
	return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
