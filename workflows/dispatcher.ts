import { and, asc, eq, gt, inArray, lte, or, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Db, Tx } from '../db/client';
import {
	type Enrollment,
	entryOf,
	historyNeedsOf,
	listeningOf,
	lookBack,
	OPEN,
	wakeEnrollment,
} from '../db/enrollments';
import { historyOf, toFact } from '../db/history';
import { loadProfiles, type Profile } from '../db/profiles';
import { commands, customers, enrollments, eventQueue, events, journeys, journeyVersions, steps } from '../db/schema';
import { loadVersion, type Version } from '../db/versions';
import { type Facts, historyNeeds } from '../lib/condition';
import { type EventFact, instantOf } from '../lib/event';
import { begin } from '../lib/machine';
import { decideEntry, type Previous, triggers, wakeBy } from '../lib/route';
import { recordLate } from './late';

/** Customers decided in one transaction. */
const BATCH = 50;
/** An event that fails this often is set aside, visibly, and no longer blocks the customer's later ones. */
const QUARANTINE_AFTER = 10;
/** How soon an entry is decided again that has to wait for an enrollment to park or end (both also release it at once). */
const RECHECK_MS = 1000;

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
			await blame(db, customerId, error);
			done++;
		}
	}
	return done;
}

async function blame(db: Db, customerId: string, error: unknown): Promise<void> {
	const message = error instanceof Error ? error.message : String(error);
	await db.execute(sql`
		update event_queue set attempts = attempts + 1, last_error = ${message.slice(0, 500)},
			not_before = now() + least(power(2, attempts), 60) * interval '1 second',
			quarantined_at = case when attempts + 1 >= ${QUARANTINE_AFTER} then now() end
		where id = (select id from event_queue where customer_id = ${customerId} and ${DUE} order by seq, id limit 1)`);
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
		.where(inArray(customers.id, due))
		.for('no key update', { skipLocked: true });
	let done = await followMerges(tx, locked);
	const ids = locked.filter((c) => c.mergedInto === null).map((c) => c.id);
	if (ids.length === 0) return done;

	const queue = await queued(tx, ids);
	const profiles = await loadProfiles(tx, [...queue.keys()]);
	for (const [customerId, rows] of queue) {
		const profile = profiles.get(customerId);
		const now = rows.slice(0, eventsEach);
		if (profile) await decideFor(tx, customerId, profile, now);
		done += now.length;
	}
	return done;
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

async function queued(tx: Tx, customerIds: string[]): Promise<Map<string, Queued[]>> {
	const rows = await tx
		.select({ queue: eventQueue, event: events })
		.from(eventQueue)
		.innerJoin(events, and(eq(events.effectiveAt, eventQueue.effectiveAt), eq(events.seq, eventQueue.seq)))
		.where(and(inArray(eventQueue.customerId, customerIds), DUE))
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

/** One customer's events, in order, against her enrollments as they are and as this transaction changes them. */
async function decideFor(tx: Tx, customerId: string, profile: Profile, rows: Queued[]): Promise<void> {
	const mine = await tx
		.select()
		.from(enrollments)
		.where(and(inArray(enrollments.customerId, profile.ids), inArray(enrollments.status, OPEN)));
	const live = await liveJourneys(
		tx,
		rows.map((r) => r.event),
	);

	for (const { journeyId, joins, event } of rows) {
		if (journeyId === null) {
			if (joins) await lookBackAgain(tx, mine, profile);
			for (const enrollment of mine) await hear(tx, enrollment, event, profile);
		}
		for (const journey of live.filter((j) => mayStart(j, event) && (journeyId === null || journeyId === j.id))) {
			const version = await versionAt(tx, journey, event.receivedAt);
			if (version) await enter(tx, customerId, profile, event, version, mine);
		}
	}
	await recordLate(
		tx,
		profile,
		rows.filter((r) => r.journeyId === null).map((r) => r.event),
		(event, rules) => factsAt(tx, profile, event, [...new Set(rules.flatMap(historyNeeds))]),
	);
	await tx.delete(eventQueue).where(
		inArray(
			eventQueue.id,
			rows.map((r) => r.id),
		),
	);
}

/** Wakes a parked enrollment that the event concerns. A running one finds it when it looks back. */
async function hear(tx: Tx, enrollment: Enrollment, event: EventFact, profile: Profile): Promise<void> {
	if (enrollment.status !== 'waiting' || !enrollment.waitingFor?.includes(event.name)) return;
	const listening = listeningOf(enrollment, await loadVersion(tx, enrollment.versionId));
	const wake = wakeBy(event, listening, await factsAt(tx, profile, event, historyNeedsOf(listening)));
	if (wake && (await wakeEnrollment(tx, enrollment.id, enrollment.waitSeq, wake, event.seq))) {
		enrollment.status = 'running';
		enrollment.waitingFor = null;
	}
}

/** Somebody was merged into her: what the other one did may be what she is waited for. */
async function lookBackAgain(tx: Tx, mine: Enrollment[], profile: Profile): Promise<void> {
	for (const enrollment of mine) {
		if (enrollment.status !== 'waiting') continue;
		const found = await lookBack(tx, enrollment, await loadVersion(tx, enrollment.versionId), profile);
		if (found && (await wakeEnrollment(tx, enrollment.id, enrollment.waitSeq, found.wake, found.eventSeq)))
			enrollment.status = 'running';
	}
}

type LiveJourney = { id: string; triggerEvent: string | null; versionId: string; publishedAt: Date };

/** Journeys that these events may start: those they start now, and those that were another version when they were received. */
async function liveJourneys(tx: Tx, received: EventFact[]): Promise<LiveJourney[]> {
	const names = [...new Set(received.map((event) => event.name))];
	const since = new Date(Math.min(...received.map((event) => event.receivedAt)));
	return tx
		.select({
			id: journeys.id,
			triggerEvent: journeys.triggerEvent,
			versionId: journeyVersions.id,
			publishedAt: journeyVersions.publishedAt,
		})
		.from(journeys)
		.innerJoin(journeyVersions, eq(journeyVersions.id, journeys.currentVersionId))
		.where(
			and(
				eq(journeys.status, 'live'),
				or(inArray(journeys.triggerEvent, names), gt(journeyVersions.publishedAt, since)),
			),
		);
}

function mayStart(journey: LiveJourney, event: EventFact): boolean {
	return journey.triggerEvent === event.name || event.receivedAt < journey.publishedAt.getTime();
}

/** Events enter the version that was current when they were received. */
async function versionAt(tx: Tx, journey: LiveJourney, receivedAt: number): Promise<Version | null> {
	if (receivedAt >= journey.publishedAt.getTime()) return loadVersion(tx, journey.versionId);
	const [row] = await tx
		.select({ id: journeyVersions.id })
		.from(journeyVersions)
		.where(and(eq(journeyVersions.journeyId, journey.id), lte(journeyVersions.publishedAt, new Date(receivedAt))))
		.orderBy(sql`${journeyVersions.number} desc`)
		.limit(1);
	return row ? loadVersion(tx, row.id) : null;
}

async function enter(
	tx: Tx,
	customerId: string,
	profile: Profile,
	event: EventFact,
	version: Version,
	mine: Enrollment[],
): Promise<void> {
	const { entry } = version.meaning;
	const facts = await factsAt(tx, profile, event, historyNeeds(entry.where));
	const triggered = triggers(event, entry, version.graph.settings, facts);
	if (!('key' in triggered)) return;

	const previous = await previousOf(tx, version.journeyId, profile, triggered.key, event);
	const decision = decideEntry(event, triggered.key, entry.reentry, previous);
	if (decision.enter === 'later') {
		await tx.insert(eventQueue).values({
			seq: event.seq,
			effectiveAt: new Date(event.at),
			customerId,
			journeyId: version.journeyId,
			notBefore: new Date(Date.now() + RECHECK_MS),
		});
		return;
	}
	if (!decision.enter) return;

	const id = uuid();
	const [inserted] = await tx
		.insert(enrollments)
		.values({
			id,
			journeyId: version.journeyId,
			versionId: version.id,
			customerId,
			entryKey: decision.key,
			status: 'starting',
			trigger: event,
			enteredAt: new Date(event.at),
			state: begin(version.program, instantOf(event), customerId),
		})
		.returning();
	await tx.insert(commands).values({ kind: 'start', enrollmentId: id, run: 0 });
	if (inserted) mine.push(inserted);
}

/** Her latest enrollment in the journey with this key, open or ended, by logical entry. */
async function previousOf(
	tx: Tx,
	journeyId: string,
	profile: Profile,
	key: string,
	event: EventFact,
): Promise<Previous | null> {
	const [row] = await tx
		.select()
		.from(enrollments)
		.where(
			and(
				inArray(enrollments.customerId, profile.ids),
				eq(enrollments.journeyId, journeyId),
				eq(enrollments.entryKey, key),
			),
		)
		.orderBy(sql`${enrollments.status} in ('starting', 'running', 'waiting') desc`, sql`${enrollments.enteredAt} desc`)
		.limit(1);
	if (!row) return null;
	const [heard] = await tx
		.select({ seq: steps.eventSeq })
		.from(steps)
		.where(and(eq(steps.enrollmentId, row.id), eq(steps.eventSeq, event.seq)))
		.limit(1);
	return {
		entry: entryOf(row),
		clock: row.state.clock,
		open: OPEN.includes(row.status),
		parkedUntil: row.status === 'waiting' ? (row.wakeAt?.getTime() ?? null) : undefined,
		heard: heard !== undefined || hearsRightNow(row, event),
	};
}

/** An exit pulled during an effect, or a timer started again, leaves no step behind; the clocks say which event it was. */
function hearsRightNow({ wake, state }: Enrollment, event: EventFact): boolean {
	return (
		(wake !== null && 'clock' in wake && wake.clock.seq === event.seq) ||
		state.clock.seq === event.seq ||
		state.waitFrom.seq === event.seq
	);
}

async function factsAt(tx: Tx, profile: Profile, event: EventFact, needs: string[]): Promise<Facts> {
	const history = await historyOf(tx, profile.ids, needs, event.at, event.receivedAt);
	return { now: event.at, customer: profile.facts, consents: profile.consents, history };
}
