import { and, eq, gt, lte, or, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { anyOf } from '../db/any-of';
import type { Tx } from '../db/client';
import { type Enrollment, entryOf, OPEN } from '../db/enrollments';
import { factsAt } from '../db/facts';
import type { Profile } from '../db/profiles';
import { commands, enrollments, eventQueue, journeys, journeyVersions, steps } from '../db/schema';
import { loadVersion, type Version } from '../db/versions';
import { type EventFact, instantOf } from '../lib/event';
import { begin } from '../lib/machine';
import { decideEntry, type Entry, type Previous, triggers } from '../lib/route';
import { needs } from '../lib/rule-needs';
import { lookBackAgain } from './hear';

/** How soon an entry is decided again that has to wait for an enrollment to park or end (both also release it at once). */
const RECHECK_MS = 1000;

export type LiveJourney = { id: string; triggerEvent: string | null; versionId: string; publishedAt: Date };

/** Journeys that these events may start: those they start now, and those that were another version when they were received. */
export async function liveJourneys(tx: Tx, received: EventFact[]): Promise<LiveJourney[]> {
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
			and(eq(journeys.status, 'live'), or(anyOf(journeys.triggerEvent, names), gt(journeyVersions.publishedAt, since))),
		);
}

export function mayStart(journey: LiveJourney, event: EventFact): boolean {
	return journey.triggerEvent === event.name || event.receivedAt < journey.publishedAt.getTime();
}

/** Events enter the version that was current when they were received. */
export async function versionAt(tx: Tx, journey: LiveJourney, receivedAt: number): Promise<Version | null> {
	if (receivedAt >= journey.publishedAt.getTime()) return loadVersion(tx, journey.versionId);
	const [row] = await tx
		.select({ id: journeyVersions.id })
		.from(journeyVersions)
		.where(and(eq(journeyVersions.journeyId, journey.id), lte(journeyVersions.publishedAt, new Date(receivedAt))))
		.orderBy(sql`${journeyVersions.number} desc`)
		.limit(1);
	return row ? loadVersion(tx, row.id) : null;
}

/** Lets a customer in, or not; `later` when that is decided once her enrollment before parks or ends. */
export async function enter(
	tx: Tx,
	customerId: string,
	profile: Profile,
	event: EventFact,
	version: Version,
	putOff: Set<string>,
): Promise<Entry['enter']> {
	const { entry } = version.meaning;
	const facts = await factsAt(tx, profile, { event, trigger: event }, needs(entry.where));
	const triggered = triggers(event, entry, version.graph.settings, facts);
	if (!('key' in triggered)) return false;

	const place = `${version.journeyId}\n${triggered.key}`;
	const decision = await decide(tx, profile, event, version, triggered.key);
	if (decision.enter === 'later' || (decision.enter && putOff.has(place))) {
		putOff.add(place);
		await tx.insert(eventQueue).values({
			seq: event.seq,
			effectiveAt: new Date(event.at),
			customerId,
			journeyId: version.journeyId,
			notBefore: new Date(Date.now() + RECHECK_MS),
		});
		return 'later';
	}
	if (!decision.enter) return false;

	await open(tx, customerId, event, version, decision.key);
	return true;
}

/** Whether a customer enters now with this key, given her enrollments before. */
export async function decide(
	tx: Tx,
	profile: Profile,
	event: EventFact,
	version: Version,
	key: string,
): Promise<Entry> {
	const ask = async () => {
		const previous = await previousOf(tx, version.journeyId, profile, key, event);
		return { previous, decision: decideEntry(event, key, version.meaning.entry.reentry, previous) };
	};
	const { previous, decision } = await ask();
	if (!previous?.parked || previous.heard) return decision;
	// It was parked, but whoever parked it may not have looked back yet: what came before the trigger may have ended it.
	await lookBackAgain(tx, [previous.parked]);
	return (await ask()).decision;
}

/** Opens an enrollment; Temporal is told after the commit. */
export async function open(
	tx: Tx,
	customerId: string,
	event: EventFact,
	version: Version,
	entryKey: string,
): Promise<string> {
	const id = uuid();
	await tx.insert(enrollments).values({
		id,
		journeyId: version.journeyId,
		versionId: version.id,
		customerId,
		entryKey,
		status: 'starting',
		trigger: event,
		enteredAt: new Date(event.at),
		state: begin(version.program, instantOf(event), customerId),
	});
	await tx.insert(commands).values({ kind: 'start', enrollmentId: id, run: 0 });
	return id;
}

/** Her latest enrollment in the journey with this key, open or ended, by logical entry. */
async function previousOf(
	tx: Tx,
	journeyId: string,
	profile: Profile,
	key: string,
	event: EventFact,
): Promise<(Previous & { parked: Enrollment | null }) | null> {
	const [row] = await tx
		.select()
		.from(enrollments)
		.where(
			and(
				anyOf(enrollments.customerId, profile.ids),
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
		parked: row.status === 'waiting' ? row : null,
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
