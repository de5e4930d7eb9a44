import { and, arrayOverlaps, asc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { anyOf } from '../db/any-of';
import type { Db, Tx } from '../db/client';
import { dueBy } from '../db/due';
import type { Enrollment } from '../db/enrollments';
import { factsAt } from '../db/facts';
import { blameEvent } from '../db/failed-work';
import { toFact } from '../db/history';
import { loadProfiles, type Profile } from '../db/profiles';
import { customers, enrollments, eventQueue, events } from '../db/schema';
import { claimByOrder } from '../db/stock-leases';
import { heedOrder } from '../db/voucher-releases';
import type { EventFact } from '../lib/event';
import { needs } from '../lib/rule-needs';
import { enter, type LiveJourney, liveJourneys, mayStart, versionAt } from './enter';
import { hear, lookBackAgain } from './hear';
import { recordLate } from './late';

/** Customers decided in one transaction. */
const BATCH = 50;

type Queued = { id: number; journeyId: string | null; joins: boolean; event: EventFact };

/**
 * Decides what queued events mean: locks customers nobody else is working on, takes their events in order and writes
 * the outcome (entries, wakes, commands) in the same transaction. Returns how many rows were dealt with.
 */
export async function dispatchOnce(db: Db): Promise<number> {
	try {
		return await db.transaction(async (tx) => dispatch(tx, await dueCustomers(tx, BATCH)));
	} catch (error) {
		// One bad event must not hold up forty-nine other customers: go event by event, and blame the right one.
		return dispatchSingly(db, error);
	}
}

async function dispatchSingly(db: Db, cause: unknown): Promise<number> {
	const due = await dueCustomers(db, BATCH);
	if (due.length === 0) throw cause;
	let done = 0;
	for (const customerId of due) {
		try {
			for (let decided = 1; decided > 0; done += decided)
				decided = await db.transaction((tx) => dispatch(tx, [customerId], 1));
		} catch (error) {
			await blameEvent(
				db,
				sql`select id from event_queue where customer_id = ${customerId} and ${DUE} order by seq, id limit 1`,
				error,
			);
			done++;
		}
	}
	return done;
}

/** An event that failed holds up the customer's later ones until it is decided or set aside: they keep their order. */
const DUE = sql`event_queue.quarantined_at is null and event_queue.not_before <= now() and not exists (
	select 1 from event_queue failed where failed.customer_id = event_queue.customer_id and failed.seq < event_queue.seq
		and failed.attempts > 0 and failed.quarantined_at is null and failed.not_before > now())`;

async function dueCustomers(tx: Tx, limit: number): Promise<string[]> {
	const due = await tx.execute<{ customer_id: string }>(sql`
		select distinct customer_id from (
			select customer_id from event_queue
			where customer_id is not null and ${DUE}
			order by not_before, seq limit ${limit * 4}) q
		limit ${limit}`);
	return due.rows.map((r) => r.customer_id);
}

async function dispatch(tx: Tx, due: string[], eventsEach?: number): Promise<number> {
	if (due.length === 0) return 0;
	const locked = await tx
		.select({ id: customers.id, mergedInto: customers.mergedInto })
		.from(customers)
		.where(anyOf(customers.id, due))
		.for('no key update', { skipLocked: true });
	const done = await followMerges(tx, locked);
	const ids = locked.filter((c) => c.mergedInto === null).map((c) => c.id);
	if (ids.length === 0) return done;

	const queue = await queued(tx, ids, eventsEach === undefined);
	const profiles = await loadProfiles(tx, [...queue.keys()]);
	const now = [...queue].map(([customerId, rows]) => ({ customerId, rows: rows.slice(0, eventsEach) }));
	const decided = now.flatMap(({ rows }) => rows);
	if (decided.length === 0) return done;
	const waiting = await concerned(tx, [...profiles.values()], decided);
	const live = await liveJourneys(
		tx,
		decided.map(({ event }) => event),
	);
	for (const { customerId, rows } of now) {
		const profile = profiles.get(customerId);
		if (profile) await decideFor(tx, { customerId, profile, mine: waiting(profile), live }, rows);
	}
	await dueBy(
		tx,
		now.flatMap(({ customerId, rows }) =>
			rows
				.filter(({ journeyId }) => journeyId === null)
				.map(({ event, joins }) => ({ customerId, name: event.name, joins })),
		),
	);
	await tx.delete(eventQueue).where(
		anyOf(
			eventQueue.id,
			decided.map(({ id }) => id),
		),
	);
	return done + decided.length;
}

/**
 * The enrollments that wait for any of these events, by whose they are: all that wait where two customers became one.
 * Who waits for something else is not even read.
 */
async function concerned(tx: Tx, profiles: Profile[], rows: Queued[]): Promise<(profile: Profile) => Enrollment[]> {
	const everybody = profiles.flatMap(({ ids }) => ids);
	const names = [...new Set(rows.map(({ event }) => event.name))];
	const found = await tx
		.select()
		.from(enrollments)
		.where(
			and(
				anyOf(enrollments.customerId, everybody),
				eq(enrollments.status, 'waiting'),
				rows.some(({ joins }) => joins) ? undefined : arrayOverlaps(enrollments.waitingFor, names),
			),
		);
	return ({ ids }) => found.filter(({ customerId }) => ids.includes(customerId));
}

/** Rows that were queued under a profile while it was being merged belong to its master; they are decided under her lock. */
async function followMerges(tx: Tx, locked: { id: string; mergedInto: string | null }[]): Promise<number> {
	let moved = 0;
	for (const { id, mergedInto } of locked.filter((c) => c.mergedInto !== null)) {
		const rows = await tx.update(eventQueue).set({ customerId: mergedInto }).where(eq(eventQueue.customerId, id));
		moved += rows.rowCount ?? 0;
	}
	return moved;
}

/** `postponed`: also the entries that were put off, for they come before what is due now. */
async function queued(tx: Tx, customerIds: string[], postponed: boolean): Promise<Map<string, Queued[]>> {
	const putOff = postponed
		? and(isNotNull(eventQueue.journeyId), eq(eventQueue.attempts, 0), isNull(eventQueue.quarantinedAt))
		: undefined;
	const rows = await tx
		.select({ queue: eventQueue, event: events })
		.from(eventQueue)
		.innerJoin(events, and(eq(events.effectiveAt, eventQueue.effectiveAt), eq(events.seq, eventQueue.seq)))
		.where(and(anyOf(eventQueue.customerId, customerIds), or(DUE, putOff)))
		.orderBy(asc(eventQueue.seq), asc(eventQueue.id));
	const byCustomer = new Map<string, Queued[]>();
	for (const { queue, event } of rows) {
		if (!queue.customerId) continue;
		const list = byCustomer.get(queue.customerId) ?? [];
		list.push({ id: queue.id, journeyId: queue.journeyId, joins: queue.joins, event: toFact(event) });
		byCustomer.set(queue.customerId, list);
	}
	return byCustomer;
}

type Deciding = {
	customerId: string;
	profile: Profile;
	/** Her enrollments that wait for one of her events, as they are and as this transaction changes them. */
	mine: Enrollment[];
	live: LiveJourney[];
};

/** One customer's events, in order. */
async function decideFor(tx: Tx, { customerId, profile, mine, live }: Deciding, rows: Queued[]): Promise<void> {
	// Of two triggers the earlier one enters: what comes after one that was put off is put off as well.
	const putOff = new Set<string>();
	for (const { journeyId, joins, event } of rows) {
		if (journeyId === null) {
			if (joins) await lookBackAgain(tx, mine);
			for (const enrollment of mine) await hear(tx, enrollment, event, profile);
		}
		for (const journey of live.filter((j) => mayStart(j, event) && (journeyId === null || journeyId === j.id))) {
			const version = await versionAt(tx, journey, event.receivedAt);
			if (version) await enter(tx, customerId, profile, event, version, putOff);
		}
	}
	const heard = rows.filter((r) => r.journeyId === null).map((r) => r.event);
	for (const event of heard) {
		await heedOrder(tx, profile, event);
		await claimByOrder(tx, profile, event);
	}
	await recordLate(tx, profile, heard, (atHand, rules) => factsAt(tx, profile, atHand, needs(...rules)));
}
