import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { journeyFile } from '@/lib/graph';
import { importFile } from '@/scripts/import/run';
import { runCommand } from '@/scripts/stack/command';
import { StackError } from '@/scripts/stack/errors';
import { terminalProgress } from '@/scripts/stack/progress';
import { openLab } from '@/scripts/testing/lab';
import { type Expected, expectedFrom } from './expected';
import { type Message, openReceivers } from './receivers';

const HELP = `npm run acceptance -- FILE.ndjson[.gz] [--first N] [--foreign]

Sends a file of orders through a published journey as if they happened now, and compares what came of it, one by one,
with what a plain script works out from the file (acceptance/expected.ts).

  --first N    only the first N lines
  --foreign    to an SMTP server and an SMS gateway that are not ours and cannot be asked`;

/** Nothing moved for this long: what is not there will not come. */
const PATIENCE_MS = 60_000;

const count = { passed: 0, failed: 0 };

await runCommand(async () => {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { first: { type: 'string' }, foreign: { type: 'boolean', default: false } },
	});
	const [given] = positionals;
	const limit = values.first === undefined ? Number.POSITIVE_INFINITY : Number(values.first);
	if (!given || Number.isNaN(limit)) throw new StackError(HELP);
	const file = path.resolve(given);
	const expected = await expectedFrom(file, limit);
	const receivers = values.foreign ? await openReceivers() : null;
	const lab = await openLab({
		purpose: 'acceptance',
		progress: terminalProgress(),
		outbox: receivers === null,
		...(receivers ? { env: receivers.env } : {}),
	});
	try {
		const journey = journeyFile.parse(JSON.parse(readFileSync(path.join(import.meta.dirname, 'journey.json'), 'utf8')));
		const journeyId = await lab.publish(journey);
		await lab.send(
			expected.households.map(({ userId, email, phone, agreed }) => ({
				type: 'identify',
				userId,
				traits: { email, ...(phone ? { phone } : {}), consents: { email: agreed, sms: agreed } },
			})),
		);
		const since = Date.now();
		const { accepted, rejected } = await importFile({
			file,
			mode: 'as-now',
			url: lab.url,
			key: lab.writeKey,
			stateDir: path.join(lab.stack.paths.dir, 'imports'),
			...(Number.isFinite(limit) ? { limit } : {}),
		});
		console.log(`  ${accepted} events taken in, ${rejected} refused, ${seconds(since)}`);
		const { readActual, readOutbox } = await import('./actual');
		await settled();
		console.log(`  all journeys at their end after ${seconds(since)}`);

		const actual = await readActual(journeyId);
		for (const kind of ['enrollments', 'emails', 'sms', 'vouchers', 'suppressed'] as const)
			compare(kind, expected[kind], actual[kind]);
		compare('received', messagesOf(expected), (receivers?.received ?? (await readOutbox())).map(describe));
	} finally {
		await lab.close();
		await receivers?.close();
	}
	console.log(`${count.passed} passed, ${count.failed} failed`);
	if (count.failed > 0) process.exitCode = 1;
});

/** Waits until nothing is queued and nobody is on the way. */
async function settled(): Promise<void> {
	const { db } = await import('@/db/client');
	const { sql } = await import('drizzle-orm');
	let last = '';
	for (let since = Date.now(); Date.now() - since < PATIENCE_MS; await sleep(250)) {
		const { rows } = await db().execute<Record<string, string>>(sql`
			select (select count(*) from event_queue) as queued, (select count(*) from commands) as commands,
				(select count(*) from enrollments where ended_at is null) as open,
				(select count(*) from enrollments) as entered`);
		const now = JSON.stringify(rows[0]);
		if (rows[0]?.queued === '0' && rows[0].commands === '0' && rows[0].open === '0') return;
		if (now !== last) since = Date.now();
		last = now;
	}
	throw new StackError(`nothing moves any more, and it is not at its end: ${last}`);
}

/** `channel recipient order` of every message that must have been received. */
function messagesOf({ households, emails, sms }: Expected): string[] {
	const byUser = new Map(households.map((h) => [h.userId, h]));
	const of = (channel: 'email' | 'sms') => (entry: string) => {
		const [order, userId = ''] = entry.split(' ');
		const household = byUser.get(userId);
		return `${channel} ${channel === 'email' ? household?.email : household?.phone} ${order}`;
	};
	return [...emails.map(of('email')), ...sms.map(of('sms'))];
}

function describe({ channel, recipient, source }: Message): string {
	const pattern = channel === 'email' ? /^Subject: Your order (\S+)/m : /^Order (\S+): /;
	return `${channel} ${recipient} ${source.match(pattern)?.[1]}`;
}

/** As bags: one too many counts as much as one too few. */
function compare(kind: string, expected: string[], actual: string[]): void {
	const left = new Map<string, number>();
	for (const entry of expected) left.set(entry, (left.get(entry) ?? 0) + 1);
	for (const entry of actual) left.set(entry, (left.get(entry) ?? 0) - 1);
	const differences = [...left].filter(([, n]) => n !== 0);
	if (differences.length === 0 && expected.length > 0) count.passed++;
	else count.failed++;
	console.log(
		`  ${differences.length === 0 ? '✓' : '✗'} ${kind.padEnd(12)} ${actual.length} of ${expected.length} expected`,
	);
	for (const [entry, n] of differences.slice(0, 10)) console.log(`      ${n > 0 ? 'missing' : 'too many'}: ${entry}`);
}

function seconds(since: number): string {
	return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
