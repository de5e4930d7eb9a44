import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { durationMs } from '@/lib/duration';
import { ConflictError, NotFoundError } from '@/lib/errors';
import type { EventFact } from '@/lib/event';
import { audit } from './audit';
import { lineUp } from './candidates';
import type { Db, Tx } from './client';
import { notifyQueue } from './queue';
import { type FanOutState, fanOutCandidates, fanOuts, journeys } from './schema';
import type { Version } from './versions';

export type FanOut = typeof fanOuts.$inferSelect;

type Planned = { version: Version; event: EventFact; key: string; places: number | null };

/**
 * Begins to reach the audience of a journey's version, once an event; an event that only says again what the last one with
 * its key said is counted, and reaches nobody.
 */
export async function planFanOut(tx: Tx, { version, event, key, places }: Planned): Promise<void> {
	const { audience } = version.meaning.entry;
	if (!audience) return;
	const { journeyId } = version;
	// Of a hundred deliveries that are planned at once only the first is news.
	await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`fan-out ${journeyId}`}))`);
	const since = new Date(event.receivedAt - durationMs(audience.sameFor)).toISOString();
	const repeated = await tx.execute(sql`
		update fan_outs set repeats = repeats + 1
		where journey_id = ${journeyId} and entry_key = ${key} and latest and event -> 'properties' = ${JSON.stringify(event.properties)}::jsonb
			and (event ->> 'receivedAt')::bigint >= ${Date.parse(since)} and event_seq <> ${event.seq}`);
	if ((repeated.rowCount ?? 0) > 0) return;
	await supersede(tx, journeyId, key);
	await tx
		.insert(fanOuts)
		.values({
			id: uuid(),
			...{ journeyId, versionId: version.id, eventSeq: event.seq, event, entryKey: key, places },
			perMinute: audience.perMinute,
		})
		.onConflictDoNothing();
}

/** Something else was said about the key since: what was said before would be news again. */
export async function supersede(tx: Tx, journeyId: string, key: string): Promise<void> {
	await tx
		.update(fanOuts)
		.set({ latest: false })
		.where(and(eq(fanOuts.journeyId, journeyId), eq(fanOuts.entryKey, key), fanOuts.latest));
}

/** Locks a fan-out that has something to do and that no other worker is at. It waits while its journey is paused. */
export async function claimFanOut(tx: Tx): Promise<{ fanOut: FanOut; live: boolean } | null> {
	const [claimed] = await tx
		.select({ fanOut: fanOuts, status: journeys.status })
		.from(fanOuts)
		.innerJoin(journeys, eq(journeys.id, fanOuts.journeyId))
		.where(and(eq(fanOuts.state, 'running'), sql`${fanOuts.notBefore} <= now()`, sql`${journeys.status} <> 'paused'`))
		.orderBy(fanOuts.notBefore, fanOuts.id)
		.limit(1)
		.for('update', { of: fanOuts, skipLocked: true });
	return claimed ? { fanOut: claimed.fanOut, live: claimed.status === 'live' } : null;
}

/** Lines up the audience of a fan-out that was just claimed. */
export async function prepareFanOut(tx: Tx, { id, event }: FanOut, version: Version): Promise<void> {
	const { audience } = version.meaning.entry;
	const total = audience ? await lineUp(tx, id, audience, event) : 0;
	await tx.update(fanOuts).set({ total }).where(eq(fanOuts.id, id));
}

/** The next customers to look at, in their order. */
export async function nextCandidates(tx: Tx, { id, position }: FanOut, limit: number) {
	return tx
		.select({ position: fanOutCandidates.position, customerId: fanOutCandidates.customerId })
		.from(fanOutCandidates)
		.where(and(eq(fanOutCandidates.fanOutId, id), sql`${fanOutCandidates.position} > ${position}`))
		.orderBy(fanOutCandidates.position)
		.limit(limit);
}

/** Ends a fan-out. @returns what is to be written on its row */
export async function finishFanOut(tx: Tx, id: string, state: 'done' | 'stopped'): Promise<void> {
	await tx.delete(fanOutCandidates).where(eq(fanOutCandidates.fanOutId, id));
	await tx.update(fanOuts).set({ state, finishedAt: new Date() }).where(eq(fanOuts.id, id));
}

/** A journey's, the newest first. */
export async function listFanOuts(tx: Tx, journeyId: string, limit = 50): Promise<FanOut[]> {
	return tx
		.select()
		.from(fanOuts)
		.where(eq(fanOuts.journeyId, journeyId))
		.orderBy(desc(fanOuts.startedAt), desc(fanOuts.id))
		.limit(limit);
}

const ORDERS = {
	pause: { from: ['running'], to: 'paused' },
	resume: { from: ['paused'], to: 'running' },
	stop: { from: ['running', 'paused'], to: 'stopped' },
} as const satisfies Record<string, { from: FanOutState[]; to: FanOutState }>;
export type FanOutOrder = keyof typeof ORDERS;

/**
 * What ops say to a fan-out: who entered stays in the journey; a stopped one is over for good. It holds from the next batch.
 * @throws NotFoundError, ConflictError
 */
export async function orderFanOut(db: Db, id: string, order: FanOutOrder, actor: string): Promise<void> {
	const { from, to } = ORDERS[order];
	await changeFanOut(db, id, [...from], actor, `fan-out.${order}`, async (tx) => {
		if (to === 'stopped') await finishFanOut(tx, id, 'stopped');
		else
			await tx
				.update(fanOuts)
				.set({ state: to, attempts: 0, lastError: null, notBefore: new Date() })
				.where(eq(fanOuts.id, id));
	});
}

/** How many customers may enter a minute, from the next batch on. @throws NotFoundError, ConflictError when it is over */
export async function setFanOutRate(db: Db, id: string, perMinute: number, actor: string): Promise<void> {
	await changeFanOut(db, id, ['running', 'paused'], actor, 'fan-out.rate', async (tx) => {
		await tx.update(fanOuts).set({ perMinute, notBefore: new Date() }).where(eq(fanOuts.id, id));
	});
}

const IN_FRENCH: Record<FanOutState, string> = {
	running: 'en cours',
	paused: 'en pause',
	stopped: 'arrêtée',
	done: 'terminée',
};

async function changeFanOut(
	db: Db,
	id: string,
	from: FanOutState[],
	actor: string,
	action: string,
	change: (tx: Tx) => Promise<void>,
): Promise<void> {
	await db.transaction(async (tx) => {
		const [row] = await tx.select({ state: fanOuts.state }).from(fanOuts).where(eq(fanOuts.id, id)).for('update');
		if (!row) throw new NotFoundError({ en: `there is no fan-out ${id}`, fr: `la diffusion ${id} n’existe pas` });
		if (!from.includes(row.state))
			throw new ConflictError({
				en: `it is ${row.state}: only what is ${from.join(' or ')} can be changed so`,
				fr: `elle est ${IN_FRENCH[row.state]}\u00a0: seule une diffusion ${from.map((state) => IN_FRENCH[state]).join(' ou ')} peut changer ainsi`,
			});
		await change(tx);
		await audit(tx, actor, action, id);
		await notifyQueue(tx);
	});
}

/** Ends what is under way of a journey that was stopped or archived. */
export async function stopFanOuts(tx: Tx, journeyId: string): Promise<void> {
	const open = await tx
		.select({ id: fanOuts.id })
		.from(fanOuts)
		.where(and(eq(fanOuts.journeyId, journeyId), inArray(fanOuts.state, ['running', 'paused'])));
	for (const { id } of open) await finishFanOut(tx, id, 'stopped');
}
