import { and, desc, eq, gt, isNull, lt, lte, sql } from 'drizzle-orm';
import { concernsCustomers } from '@/lib/audience';
import type { Facts, Rule } from '@/lib/condition';
import { NotFoundError } from '@/lib/errors';
import type { EventFact, JsonObject } from '@/lib/event';
import { explain, type Failing } from '@/lib/explain';
import { missing } from '@/lib/missing';
import type { Names } from '@/lib/names';
import { decideEntry, type Previous, startsFor } from '@/lib/route';
import { needs } from '@/lib/rule-needs';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { entryOf, OPEN } from './enrollments';
import { factsAt } from './facts';
import type { FanOut } from './fan-outs';
import { toFact } from './history';
import { namesIn } from './names';
import { loadProfile, type Profile } from './profiles';
import {
	customers,
	enrollments,
	eventQueue,
	events,
	fanOutCandidates,
	fanOuts,
	journeys,
	journeyVersions,
	sends,
	steps,
} from './schema';
import { loadVersion, type Version } from './versions';

/** Events told about, newest first. */
const EVENTS = 10;

/** What became of one event that may have let her in. */
export type Answer =
	| 'entered'
	/** The event came before the journey was published, or as imported history. */
	| 'not-published'
	| 'imported'
	| 'too-old'
	| 'outside-dates'
	| 'no-key'
	| 'filtered'
	| 'not-in-audience'
	| 'no-audience'
	| 'repeat'
	| 'heard'
	| 'already-open'
	| 'reentry'
	/** Still to be decided. */
	| 'pending'
	| 'fan-out-paused'
	| 'fan-out-stopped'
	| 'no-place'
	/** Nothing speaks against it: the journey took nobody in at that moment. */
	| 'not-live';

export type Tried = {
	event: EventFact;
	/** The event came without a customer. */
	fannedOut: boolean;
	answer: Answer;
	/** The tests of the filter or the audience that kept her out. */
	failing: Failing[];
};
type Enrollment = typeof enrollments.$inferSelect;
export type NotSent = {
	enrollmentId: string;
	channel: string;
	reason: string | null;
	state: string;
	evidence: JsonObject;
	at: Date;
};
export type WhyNot = {
	customerId: string;
	status: typeof journeys.$inferSelect.status;
	triggerEvent: string | null;
	/** Newest first. */
	entries: { id: string; enteredAt: Date; status: Enrollment['status']; outcome: string | null; event: string }[];
	notSent: NotSent[];
	tried: Tried[];
	/** Of what the failing tests, and what was not sent, name by its id. */
	names: Names;
};

/**
 * Why a customer is not in a journey, or got no message of it: each event that may have let her in, what became of it, and
 * the evidence. Rules are asked again about the instant of the event.
 * @throws NotFoundError when there is no such journey or customer
 */
export async function whyNot(tx: Tx, journeyId: string, customerId: string): Promise<WhyNot> {
	const [journey] = await tx.select().from(journeys).where(eq(journeys.id, journeyId));
	if (!journey) throw new NotFoundError(missing.journey(journeyId));
	const [known] = await tx.select({ id: customers.id }).from(customers).where(eq(customers.id, customerId));
	if (!known) throw new NotFoundError(missing.customer(customerId));
	const profile = await loadProfile(tx, customerId);
	const mine = await tx
		.select()
		.from(enrollments)
		.where(and(anyOf(enrollments.customerId, profile.ids), eq(enrollments.journeyId, journeyId)))
		.orderBy(desc(enrollments.enteredAt))
		.limit(50);
	const tried: Tried[] = [];
	const repeated = new Set<string>();
	for (const { history, ...about } of journey.triggerEvent
		? await triggersOf(tx, journeyId, journey.triggerEvent, profile)
		: []) {
		const version = await versionThen(tx, journeyId, about.event.receivedAt);
		const said = history
			? { answer: 'imported' as const }
			: version
				? await answerOf(tx, { ...about, version, profile, mine })
				: { answer: 'not-published' as const };
		// A hundred repeats say no more than one, and would hide what they repeat.
		const what = JSON.stringify(about.event.properties);
		if (said.answer === 'repeat' && repeated.has(what)) continue;
		if (said.answer === 'repeat') repeated.add(what);
		tried.push({ failing: [], ...about, ...said });
		if (tried.length === EVENTS) break;
	}
	const notSent = await notSentTo(tx, journeyId, profile);
	return {
		customerId: profile.facts.id,
		status: journey.status,
		triggerEvent: journey.triggerEvent,
		entries: mine.map(({ id, enteredAt, status, outcome, trigger }) => ({
			id,
			enteredAt,
			status,
			outcome,
			event: trigger.name,
		})),
		notSent,
		names: await namesIn(tx, [tried.map(({ failing }) => failing), notSent.map(({ evidence }) => evidence)]),
		tried,
	};
}

type Candidate = Pick<Tried, 'event' | 'fannedOut'> & { history: boolean };

/**
 * Her own events of this name and those without a customer, newest first; those that were carried to the audience also
 * when they have been repeated ever since.
 */
async function triggersOf(tx: Tx, journeyId: string, name: string, { ids }: Profile): Promise<Candidate[]> {
	const newest = async (whose: ReturnType<typeof sql>): Promise<Candidate[]> => {
		const rows = await tx
			.select()
			.from(events)
			.where(and(whose, eq(events.name, name)))
			.orderBy(desc(events.effectiveAt), desc(events.seq))
			.limit(EVENTS);
		return rows.map((row) => ({ event: toFact(row), fannedOut: row.customerId === null, history: row.history }));
	};
	const carried = await tx
		.select({ event: fanOuts.event })
		.from(fanOuts)
		.where(and(eq(fanOuts.journeyId, journeyId), sql`${fanOuts.event} ->> 'name' = ${name}`))
		.orderBy(desc(fanOuts.eventSeq))
		.limit(EVENTS);
	const all = [
		...carried.map(({ event }) => ({ event, fannedOut: true, history: false })),
		...(await newest(anyOf(events.customerId, ids))),
		...(await newest(isNull(events.customerId))),
	];
	const once = [...new Map(all.map((one) => [one.event.seq, one])).values()];
	return once.sort((a, b) => b.event.at - a.event.at || b.event.seq - a.event.seq);
}

async function versionThen(tx: Tx, journeyId: string, receivedAt: number): Promise<Version | null> {
	const [row] = await tx
		.select({ id: journeyVersions.id })
		.from(journeyVersions)
		.where(and(eq(journeyVersions.journeyId, journeyId), lte(journeyVersions.publishedAt, new Date(receivedAt))))
		.orderBy(desc(journeyVersions.number))
		.limit(1);
	return row ? loadVersion(tx, row.id) : null;
}

type Asked = { event: EventFact; fannedOut: boolean; version: Version; profile: Profile; mine: Enrollment[] };
type Said = { answer: Answer; failing?: Failing[] };

/** In the order in which it was decided: the event, the filter, the audience, her earlier enrollments, the job. */
async function answerOf(tx: Tx, asked: Asked): Promise<Said> {
	const { event, fannedOut, version, profile, mine } = asked;
	if (mine.some(({ trigger }) => trigger.seq === event.seq)) return { answer: 'entered' };
	const { entry } = version.meaning;
	const started = startsFor(event, entry, version.graph.settings);
	if (!('key' in started)) return { answer: started.why === 'other-event' ? 'not-published' : answerFor(started.why) };
	if (fannedOut && !entry.audience) return { answer: 'no-audience' };

	const atHand = { event, trigger: event };
	const facts = { ...(await factsAt(tx, profile, atHand, needs(entry.where, entry.audience?.who))), ...atHand };
	const filter = lackingOf(entry.where, facts);
	const job = fannedOut ? await jobOf(tx, version.journeyId, event.seq) : null;
	// A filter on the event alone was asked before anybody was looked at.
	if (filter.length > 0 && !(fannedOut && entry.where && concernsCustomers(entry.where)))
		return { answer: 'filtered', failing: filter };
	if (fannedOut && !job) return { answer: await unplanned(tx, version.journeyId, event, started.key) };
	const outside = fannedOut ? lackingOf(entry.audience?.who, facts) : [];
	if (outside.length > 0) return { answer: 'not-in-audience', failing: outside };
	if (filter.length > 0) return { answer: 'filtered', failing: filter };

	const decision = decideEntry(event, started.key, entry.reentry, await previousThen(tx, asked, started.key));
	if (decision.enter === false) return { answer: answerFor(decision.why) };
	if (decision.enter === 'later' || (await queuedFor(tx, event.seq, profile))) return { answer: 'pending' };
	return { answer: job ? await jobAnswer(tx, job, profile) : 'not-live' };
}

function lackingOf(rule: Rule | undefined, facts: Facts): Failing[] {
	return rule ? explain(rule, facts) : [];
}

function answerFor(why: Extract<ReturnType<typeof decideEntry>, { enter: false }>['why']): Answer {
	return why === 'other-event' ? 'not-published' : why;
}

/** Her last enrollment with this key from before the event, as it stood then. */
async function previousThen(tx: Tx, { event, mine }: Asked, key: string): Promise<Previous | null> {
	const row = mine.find((each) => each.entryKey === key && each.enteredAt.getTime() <= event.at);
	if (!row) return null;
	const [heard] = await tx
		.select({ seq: steps.eventSeq })
		.from(steps)
		.where(and(eq(steps.enrollmentId, row.id), eq(steps.eventSeq, event.seq)))
		.limit(1);
	const open = OPEN.includes(row.status);
	const clock = row.endedClock ? { at: row.endedClock.getTime(), seq: row.state.clock.seq } : row.state.clock;
	// Open now and since before the event: it was open then.
	return { entry: entryOf(row), clock, open, parkedUntil: open ? null : undefined, heard: heard !== undefined };
}

async function jobOf(tx: Tx, journeyId: string, seq: number): Promise<FanOut | null> {
	const [job] = await tx
		.select()
		.from(fanOuts)
		.where(and(eq(fanOuts.journeyId, journeyId), eq(fanOuts.eventSeq, seq)));
	return job ?? null;
}

/** An event without a customer that was not fanned out. */
async function unplanned(tx: Tx, journeyId: string, { seq, properties }: EventFact, key: string): Promise<Answer> {
	const queued = await tx
		.select({ id: eventQueue.id })
		.from(eventQueue)
		.where(and(isNull(eventQueue.customerId), isNull(eventQueue.toldTo), eq(eventQueue.seq, seq)));
	if (queued.length > 0) return 'pending';
	const said = await tx
		.select({ id: fanOuts.id })
		.from(fanOuts)
		.where(
			and(
				eq(fanOuts.journeyId, journeyId),
				eq(fanOuts.entryKey, key),
				gt(fanOuts.repeats, 0),
				lt(fanOuts.eventSeq, seq),
				sql`${fanOuts.event} -> 'properties' = ${JSON.stringify(properties)}::jsonb`,
			),
		)
		.limit(1);
	return said.length > 0 ? 'repeat' : 'not-live';
}

async function queuedFor(tx: Tx, seq: number, { ids }: Profile): Promise<boolean> {
	const rows = await tx
		.select({ id: eventQueue.id })
		.from(eventQueue)
		.where(and(anyOf(eventQueue.customerId, ids), eq(eventQueue.seq, seq)));
	return rows.length > 0;
}

/** She is in the audience, and the job has not let her in. */
async function jobAnswer(tx: Tx, job: FanOut, { ids }: Profile): Promise<Answer> {
	switch (job.state) {
		case 'stopped':
			return 'fan-out-stopped';
		case 'done':
			return job.places !== null && job.entered + job.postponed >= job.places ? 'no-place' : 'not-live';
		case 'running':
		case 'paused': {
			const ahead = await tx
				.select({ position: fanOutCandidates.position })
				.from(fanOutCandidates)
				.where(
					and(
						eq(fanOutCandidates.fanOutId, job.id),
						anyOf(fanOutCandidates.customerId, ids),
						sql`position > ${job.position}`,
					),
				);
			if (job.total !== null && ahead.length === 0) return 'not-live';
			return job.state === 'paused' ? 'fan-out-paused' : 'pending';
		}
	}
}

/** What she was not sent by this journey, newest first. */
async function notSentTo(tx: Tx, journeyId: string, { ids }: Profile): Promise<NotSent[]> {
	return tx
		.select({
			enrollmentId: sends.enrollmentId,
			channel: sends.channel,
			reason: sends.reason,
			state: sends.state,
			evidence: sends.evidence,
			at: sends.createdAt,
		})
		.from(sends)
		.where(
			and(
				anyOf(sends.customerId, ids),
				eq(sends.journeyId, journeyId),
				sql`${sends.state} in ('suppressed', 'rejected', 'unknown')`,
			),
		)
		.orderBy(desc(sends.createdAt))
		.limit(20);
}
