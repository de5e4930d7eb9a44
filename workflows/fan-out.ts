import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm';
import { anyOf } from '../db/any-of';
import type { Db, Tx } from '../db/client';
import { factsOfEach } from '../db/facts';
import { againLater, blameEvent, GIVE_UP_AFTER, reasonOf } from '../db/failed-work';
import {
	claimFanOut,
	type FanOut,
	finishFanOut,
	nextCandidates,
	planFanOut,
	prepareFanOut,
	supersede,
} from '../db/fan-outs';
import { toFact } from '../db/history';
import type { Profile } from '../db/profiles';
import { notifyQueue } from '../db/queue';
import { eventQueue, events, fanOuts } from '../db/schema';
import { loadVersion, type Version } from '../db/versions';
import { calendarFor } from '../db/world-facts';
import { concernsCustomers, factsOfEvent, limitOf } from '../lib/audience';
import type { Facts, Rule } from '../lib/condition';
import { evaluate } from '../lib/evaluate';
import type { EventFact } from '../lib/event';
import { startsFor } from '../lib/route';
import { needs } from '../lib/rule-needs';
import { enter, liveJourneys, mayStart, versionAt } from './enter';
import { lockedProfiles } from './locked-profiles';
import { handOver, tellOnce } from './tell';

/** Events planned, and customers looked at, in one transaction: short enough that nobody waits for the locks. */
const EVENTS = 50;
const CUSTOMERS = 200;
/** Who may enter a minute is let in by portions of so many seconds. */
const PORTION_S = 5;

/**
 * Carries events without a customer to whom they reach: plans what has come in, tells those who wait for one, then takes
 * one fan-out a portion further.
 * A portion is one transaction, so that a killed worker leaves nothing half done. Returns how much was done.
 */
export async function fanOutOnce(db: Db): Promise<number> {
	return (await planned(db)) + (await tellOnce(db)) + (await advanced(db));
}

async function planned(db: Db): Promise<number> {
	try {
		return await db.transaction((tx) => planDue(tx, EVENTS));
	} catch (error) {
		// One bad event must not hold up the others.
		try {
			return await db.transaction((tx) => planDue(tx, 1));
		} catch {
			if (await blameEvent(db, sql`select id from event_queue where ${DUE} order by seq limit 1`, error)) return 1;
			throw error;
		}
	}
}

const DUE = and(
	isNull(eventQueue.customerId),
	isNull(eventQueue.toldTo),
	isNull(eventQueue.quarantinedAt),
	sql`${eventQueue.notBefore} <= now()`,
);

async function planDue(tx: Tx, limit: number): Promise<number> {
	const due = await tx
		.select({ id: eventQueue.id, event: events })
		.from(eventQueue)
		.innerJoin(events, and(eq(events.effectiveAt, eventQueue.effectiveAt), eq(events.seq, eventQueue.seq)))
		.where(DUE)
		.orderBy(asc(eventQueue.seq))
		.limit(limit)
		.for('update', { of: eventQueue, skipLocked: true });
	if (due.length === 0) return 0;
	const facts = due.map(({ id, event }) => ({ id, event: toFact(event) }));
	const live = await liveJourneys(
		tx,
		facts.map(({ event }) => event),
	);
	const over: number[] = [];
	for (const { id, event } of facts) {
		for (const journey of live.filter((j) => mayStart(j, event))) {
			const version = await versionAt(tx, journey, event.receivedAt);
			if (version) await plan(tx, version, event);
		}
		if (!(await handOver(tx, id, event))) over.push(id);
	}
	await tx.delete(eventQueue).where(anyOf(eventQueue.id, over));
	return due.length;
}

async function plan(tx: Tx, version: Version, event: EventFact): Promise<void> {
	const { entry } = version.meaning;
	const started = startsFor(event, entry, version.graph.settings);
	if (!entry.audience || !('key' in started)) return;
	const { key } = started;
	if (
		entry.where &&
		!concernsCustomers(entry.where) &&
		!evaluate(entry.where, await factsOfNobody(tx, entry.where, event))
	)
		await supersede(tx, version.journeyId, key);
	else await planFanOut(tx, { version, event, key, places: limitOf(entry.audience, event) });
}

async function factsOfNobody(tx: Tx, where: Rule, event: EventFact): Promise<Facts> {
	return { ...factsOfEvent(event), ...(await calendarFor(tx, needs(where), [{ event, trigger: event }])) };
}

async function advanced(db: Db): Promise<number> {
	let at: string | undefined;
	try {
		return await db.transaction(async (tx) => {
			const claimed = await claimFanOut(tx);
			if (!claimed) return 0;
			at = claimed.fanOut.id;
			await advance(tx, claimed.fanOut, claimed.live);
			return 1;
		});
	} catch (error) {
		if (at === undefined) throw error;
		await db.execute(sql`
			update fan_outs set attempts = attempts + 1, last_error = ${reasonOf(error)}, not_before = ${againLater()},
				state = case when attempts + 1 >= ${GIVE_UP_AFTER} then 'paused' else state end
			where id = ${at} and state = 'running'`);
		return 1;
	}
}

async function advance(tx: Tx, fanOut: FanOut, live: boolean): Promise<void> {
	if (!live) return finishFanOut(tx, fanOut.id, 'stopped');
	const version = await loadVersion(tx, fanOut.versionId);
	if (fanOut.total === null) return prepareFanOut(tx, fanOut, version);
	const portion = await lookAt(tx, fanOut, version);
	// With a portion's time between two portions the rate is what was asked for.
	const waitMs = Math.ceil((portion.entered * 60_000) / fanOut.perMinute);
	await tx
		.update(fanOuts)
		.set({
			position: portion.position,
			entered: fanOut.entered + portion.entered,
			postponed: fanOut.postponed + portion.postponed,
			notBefore: new Date(Date.now() + waitMs),
			...{ attempts: 0, lastError: null },
		})
		.where(eq(fanOuts.id, fanOut.id));
	if (portion.over) await finishFanOut(tx, fanOut.id, 'done');
	if (portion.entered > 0) await notifyQueue(tx);
}

type Portion = { position: number; entered: number; postponed: number; over: boolean };

async function lookAt(tx: Tx, fanOut: FanOut, version: Version): Promise<Portion> {
	const { event } = fanOut;
	const { audience } = version.meaning.entry;
	if (!audience) throw new Error('a fan-out needs an audience');
	const places = (fanOut.places ?? Number.POSITIVE_INFINITY) - fanOut.entered - fanOut.postponed;
	const atOnce = Math.max(1, Math.ceil((fanOut.perMinute * PORTION_S) / 60));
	const rows = await nextCandidates(tx, fanOut, CUSTOMERS);
	const people = await lockedProfiles(
		tx,
		rows.map(({ customerId }) => customerId),
	);
	const putOff = await behind(tx, fanOut, [...people.values()]);
	const atHand = { event, triggers: [event] };
	const factsFor = await factsOfEach(tx, [...people.values()], atHand, needs(audience.who));
	const portion: Portion = { position: fanOut.position, entered: 0, postponed: 0, over: false };
	for (const { position, customerId } of rows) {
		if (portion.entered + portion.postponed >= places || portion.entered >= atOnce) break;
		portion.position = position;
		const profile = people.get(customerId);
		if (!profile || !evaluate(audience.who, { ...factsFor(profile), trigger: event })) continue;
		const earlier = putOff.has(profile.facts.id) ? [`${fanOut.journeyId}\n${fanOut.entryKey}`] : [];
		const entry = await enter(tx, profile.facts.id, profile, event, version, new Set(earlier));
		if (entry === 'later') portion.postponed++;
		else if (entry) portion.entered++;
	}
	const all = portion.position === (rows.at(-1)?.position ?? portion.position) && rows.length < CUSTOMERS;
	portion.over = all || portion.entered + portion.postponed >= places;
	return portion;
}

/** Who has an earlier entry into this journey that was put off: of two triggers the earlier one enters. */
async function behind(tx: Tx, { journeyId, eventSeq }: FanOut, people: Profile[]): Promise<Set<string>> {
	const ids = people.map(({ facts }) => facts.id);
	const rows = await tx
		.select({ customerId: eventQueue.customerId })
		.from(eventQueue)
		.where(and(anyOf(eventQueue.customerId, ids), eq(eventQueue.journeyId, journeyId), lt(eventQueue.seq, eventSeq)));
	return new Set(rows.flatMap(({ customerId }) => customerId ?? []));
}
