import { and, eq, gte, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Tx } from '../db/client';
import { type Enrollment, entryOf, listeningOf } from '../db/enrollments';
import type { Profile } from '../db/profiles';
import { enrollments, steps } from '../db/schema';
import { loadVersion, type Version } from '../db/versions';
import { DEFAULT_LATENESS_MS, hears, inWindow } from '../lib/await';
import type { Facts, Rule } from '../lib/condition';
import { type EventFact, instantOf } from '../lib/event';
import { isAfter } from '../lib/instant';
import { exitBy } from '../lib/route';

type FactsFor = (atHand: { event: EventFact; trigger: EventFact }, rules: (Rule | undefined)[]) => Promise<Facts>;
type Step = typeof steps.$inferSelect;

/**
 * Events that came too late for a wait, or after the enrollment was over, do not rewrite the past: they are written down
 * on it with what they would have changed.
 */
export async function recordLate(tx: Tx, profile: Profile, events: EventFact[], factsFor: FactsFor): Promise<void> {
	// No timer has fired yet on what happened a moment ago: most events cost nothing here.
	const late = events.filter((event) => Date.now() - event.at > DEFAULT_LATENESS_MS);
	if (late.length === 0) return;
	const earliest = new Date(Math.min(...late.map((event) => event.at)));
	const touched = await tx
		.select()
		.from(enrollments)
		.where(
			and(
				inArray(enrollments.customerId, profile.ids),
				or(isNull(enrollments.endedClock), gte(enrollments.endedClock, earliest)),
			),
		);
	if (touched.length === 0) return;
	const waits = await tx
		.select()
		.from(steps)
		.where(
			and(
				inArray(
					steps.enrollmentId,
					touched.map((e) => e.id),
				),
				or(isNull(steps.port), eq(steps.port, 'timeout')),
			),
		);
	for (const enrollment of touched) {
		const version = await loadVersion(tx, enrollment.versionId);
		const mine = waits.filter((step) => step.enrollmentId === enrollment.id);
		for (const event of late)
			for (const { nodeId, wouldHaveLeftBy } of await missed(tx, enrollment, version, mine, event, factsFor)) {
				const { name, seq, at, receivedAt } = event;
				const entry = { event: name, seq, at, receivedAt, nodeId, wouldHaveLeftBy };
				await tx
					.update(enrollments)
					.set({ late: sql`${enrollments.late} || ${JSON.stringify([entry])}::jsonb` })
					.where(eq(enrollments.id, enrollment.id));
			}
	}
}

type Missed = { nodeId: string | null; wouldHaveLeftBy: string };

async function missed(
	tx: Tx,
	row: Enrollment,
	version: Version,
	waits: Step[],
	event: EventFact,
	factsFor: FactsFor,
): Promise<Missed[]> {
	const found: Missed[] = [];
	const { exits } = version.meaning;
	if (row.endedClock && event.at <= row.endedClock.getTime() && exits.some((exit) => exit.event === event.name)) {
		const facts = await factsFor(
			{ event, trigger: row.trigger },
			exits.map((exit) => exit.where),
		);
		const exit = exitBy(event, { entry: entryOf(row), trigger: row.trigger, exits }, facts);
		if (exit && exit.outcome !== row.outcome) found.push({ nodeId: null, wouldHaveLeftBy: exit.outcome });
	}
	for (const step of waits) {
		const spec = version.meaning.awaits.get(step.nodeId);
		if (!spec?.listeners.some((l) => l.event === event.name)) continue;
		if (!(await cameTooLateFor(tx, step, row, version, event))) continue;
		const facts = await factsFor(
			{ event, trigger: row.trigger },
			spec.listeners.map((l) => l.where),
		);
		const listener = hears(spec.listeners, event, row.trigger, facts);
		if (listener && 'port' in listener) found.push({ nodeId: step.nodeId, wouldHaveLeftBy: listener.port });
	}
	return found;
}

/** Whether it happened while the customer waited there, but the wait was over before we had it. */
async function cameTooLateFor(
	tx: Tx,
	step: Step,
	row: Enrollment,
	version: Version,
	event: EventFact,
): Promise<boolean> {
	if (step.port === 'timeout') {
		const { from, until } = step.evidence;
		return typeof from === 'number' && typeof until === 'number' && event.at > from && event.at <= until;
	}
	const here = row.nodeId === step.nodeId && row.state.visit === step.visit && row.wake === null;
	const window = here ? listeningOf(row, version).await?.window : undefined;
	if (!window || window.until === null) return false;
	if (!isAfter(instantOf(event), window.from) || event.at > window.until) return false;
	// Over by the clock, though no worker has had the time to say so.
	if (!inWindow(event, window)) return true;
	// The timer is being taken at this moment: who takes it may have looked back just before the event was there.
	const [settled] = await tx.select().from(enrollments).where(eq(enrollments.id, row.id)).for('update');
	return settled?.waitSeq === row.waitSeq && settled.wake?.by === 'timer';
}
