import { and, eq, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/client';
import type { Enrollment } from '../db/enrollments';
import { aboutHer } from '../db/facts';
import { customerOf, lockCustomer } from '../db/lock-customer';
import { loadProfile } from '../db/profiles';
import { notifyQueue } from '../db/queue';
import { recordEvents } from '../db/record-events';
import { enrollments, eventIds, journeys } from '../db/schema';
import { loadVersion } from '../db/versions';
import { OperationalError } from '../lib/errors';
import type { EventFact, JsonObject } from '../lib/event';
import { triggers } from '../lib/route';
import { OWN_IDS } from '../lib/segment';
import type { Went } from '../nodes/define';
import { decide, open } from './enter';

/** The event that a customer enters another journey with, and how many journeys she was handed through. */
const CONTINUED = 'Journey Continued';
const DEPTH = 'journey_depth';
/** Journeys that lead round to each other hand a customer on so often, and no more. */
const MAX_DEPTH = 10;

/** Undoes what was written: she does not enter, and this is why. */
class Refused extends Error {
	constructor(readonly why: string) {
		super(why);
	}
}

type Step = { key: string; clock: number; lastTry: boolean };

/**
 * Lets an enrollment's customer into another journey, once for a step: as its trigger would, under the same lock and by
 * the same rules of re-entry, but whatever event it waits for. What started this journey goes along: templates and keys
 * of the other one read its properties.
 * @throws OperationalError while her enrollment there is neither parked nor over
 */
export async function goTo(db: Db, from: Enrollment, step: Step, journeyId: string): Promise<Went> {
	try {
		return await db.transaction((tx) => enterFrom(tx, from, step, journeyId));
	} catch (error) {
		if (error instanceof Refused) return { gone: false, why: error.why };
		throw error;
	}
}

async function enterFrom(tx: Tx, from: Enrollment, { key, clock, lastTry }: Step, journeyId: string): Promise<Went> {
	await lockCustomer(tx, customerOf(from.id));
	const messageId = `${OWN_IDS}go-to:${key}`;
	const before = await enteredBy(tx, journeyId, messageId);
	if (before) return { gone: true, enrollmentId: before };

	const [journey] = await tx.select().from(journeys).where(eq(journeys.id, journeyId));
	if (journey?.status !== 'live' || !journey.currentVersionId) throw new Refused('journey-not-live');
	const depth = depthOf(from.trigger) + 1;
	if (depth > MAX_DEPTH) throw new Refused('too-many-journeys');

	const version = await loadVersion(tx, journey.currentVersionId);
	const profile = await loadProfile(tx, from.customerId);
	const at = Math.min(clock, Date.now());
	const properties: JsonObject = { ...from.trigger.properties, from_journey_id: from.journeyId, journey_id: journeyId };
	await recordEvents(tx, [
		{
			messageId,
			name: CONTINUED,
			customerId: profile.facts.id,
			properties: { ...properties, [DEPTH]: depth },
			at: new Date(at),
			source: 'parcours',
		},
	]);
	const [recorded] = await tx.select({ seq: eventIds.seq }).from(eventIds).where(eq(eventIds.messageId, messageId));
	if (!recorded) throw new Error('an event that was just recorded is gone');
	const event: EventFact = {
		...{ seq: recorded.seq, name: CONTINUED, at, receivedAt: at, knownAt: at },
		properties: { ...properties, [DEPTH]: depth },
	};

	// Its own event and filter are for those who come by themselves: she is sent.
	const entry = { ...version.meaning.entry, event: CONTINUED, where: undefined };
	const facts = { now: at, ...aboutHer(profile), history: [], event, trigger: event };
	const triggered = triggers(event, entry, version.graph.settings, facts);
	if (!('key' in triggered)) throw new Refused(triggered.why);
	const decision = await decide(tx, profile, event, version, triggered.key);
	if (decision.enter === 'later') {
		if (lastTry) throw new Refused('already-open');
		throw new OperationalError('her enrollment in that journey is under way');
	}
	if (!decision.enter) throw new Refused(decision.why);
	const enrollmentId = await open(tx, profile.facts.id, event, version, decision.key);
	await notifyQueue(tx);
	return { gone: true, enrollmentId };
}

/** What an earlier try of the same step has opened. */
async function enteredBy(tx: Tx, journeyId: string, messageId: string): Promise<string | null> {
	const [row] = await tx
		.select({ id: enrollments.id })
		.from(eventIds)
		.innerJoin(
			enrollments,
			and(eq(enrollments.journeyId, journeyId), sql`(${enrollments.trigger} ->> 'seq')::bigint = ${eventIds.seq}`),
		)
		.where(eq(eventIds.messageId, messageId));
	return row?.id ?? null;
}

/** Of an enrollment that somebody's own event started: 0, whatever that event says of itself. */
function depthOf({ name, properties }: EventFact): number {
	const depth = name === CONTINUED ? properties[DEPTH] : 0;
	return typeof depth === 'number' ? depth : 0;
}
