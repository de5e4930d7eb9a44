import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { db } from '@/db/client';
import { StackError } from '@/scripts/stack/errors';
import type { Lab } from '@/scripts/testing/lab';
import { referenceCustomer, referenceJourney } from '@/scripts/testing/reference-journey';
import type { Baseline } from './baseline/open';
import { cpuOf } from './cpu';
import { abreast, batches, print, timed } from './figure';

/** Calls in one request, as Segment's own clients group them. */
const BATCH = 20;
const ABREAST = 8;

/**
 * Journeys a second from the HTTP event to the end: all start and send an email, then all hear an order, send an SMS and
 * end. Beside it: a hand-written workflow with the same wait and two empty activities, started and signalled directly.
 * @returns the id of one of those workflows.
 */
export async function throughput(lab: Lab, baseline: Baseline, journeys: number): Promise<string> {
	const journeyId = await lab.publish(referenceJourney());
	const people = Array.from({ length: journeys }, (_, index) => referenceCustomer(index));
	await lab.send(people.map(({ identify }) => identify));
	await lab.settled(60_000);

	baseline.reset();
	const ids = people.map((_, index) => `by-hand-${index}`);
	const parts = ['temporal', 'postgres', 'worker', 'web'] as const;
	const used = () => ({
		...Object.fromEntries(parts.map((name) => [name, cpuOf(lab.stack.part(name).pid())])),
		'hand-written worker': cpuOf(baseline.pid),
	});
	/** Where the time goes: CPU milliseconds a journey, by part. */
	const told = async (what: string, work: () => Promise<void>) => {
		const before: Record<string, number> = used();
		const seconds = await timed(work);
		const each = Object.entries(used()).map(
			([name, ms]) => `${name} ${((ms - (before[name] ?? 0)) / journeys).toFixed(1)}`,
		);
		console.error(`  ${what}: CPU ms a journey: ${each.join(', ')}`);
		return seconds;
	};
	const byHand = await told('by hand', async () => {
		await abreast(ids, ABREAST * BATCH, baseline.start);
		await baseline.untilRan('first', journeys);
		await abreast(ids, ABREAST * BATCH, baseline.signal);
		await baseline.untilRan('second', journeys);
		await baseline.untilClosed();
	});
	const ours = await told('ours', async () => {
		await abreast(
			batches(
				people.map(({ basket }) => basket),
				BATCH,
			),
			ABREAST,
			lab.send,
		);
		await until(async () => (await countIn(journeyId, 'waiting')) === journeys);
		await abreast(
			batches(
				people.map(({ order }) => order),
				BATCH,
			),
			ABREAST,
			lab.send,
		);
		await until(async () => (await countIn(journeyId, 'ended')) === journeys);
	});
	print('journey throughput', 'journeys/s', journeys / ours, journeys / byHand);
	return ids[0] ?? '';
}

async function countIn(journeyId: string, status: 'waiting' | 'ended'): Promise<number> {
	const { rows } = await db().execute<{ n: number }>(
		sql`select count(*)::int as n from enrollments where journey_id = ${journeyId} and status = ${status}`,
	);
	return rows[0]?.n ?? 0;
}

/** A figure that never comes is a failure to report, not something to wait for. */
const PATIENCE_MS = 300_000;

async function until(holds: () => Promise<boolean>): Promise<void> {
	for (const since = Date.now(); !(await holds()); await sleep(50))
		if (Date.now() - since > PATIENCE_MS) throw new StackError('the journeys do not come to their end');
}
