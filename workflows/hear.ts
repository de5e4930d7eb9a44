import type { Tx } from '../db/client';
import { type Enrollment, listeningOf, lookBack, needsOf, wakeEnrollment } from '../db/enrollments';
import { factsAt } from '../db/facts';
import type { Profile } from '../db/profiles';
import { loadStanding } from '../db/standing';
import { loadVersion } from '../db/versions';
import type { EventFact } from '../lib/event';
import { wakeBy } from '../lib/route';

/** Wakes a parked enrollment that the event concerns. A running one finds it when it looks back. */
export async function hear(tx: Tx, enrollment: Enrollment, event: EventFact, profile: Profile): Promise<void> {
	if (enrollment.status !== 'waiting' || !enrollment.waitingFor?.includes(event.name)) return;
	const listening = listeningOf(enrollment, await loadVersion(tx, enrollment.versionId));
	const atHand = { event, trigger: enrollment.trigger };
	const wake = wakeBy(event, listening, await factsAt(tx, profile, atHand, needsOf(listening)));
	if (!wake) return;
	// What came without a customer may have been received before it, and be on its way still.
	const first = enrollment.foundBy ? await lookBack(tx, await loadStanding(tx, enrollment.id)) : null;
	const { wake: heard, eventSeq } = first ?? { wake, eventSeq: event.seq };
	if (await wakeEnrollment(tx, enrollment.id, enrollment.waitSeq, heard, eventSeq)) {
		enrollment.status = 'running';
		enrollment.waitingFor = null;
	}
}

/** Somebody was merged into her: what the other one did may be what she is waited for. */
export async function lookBackAgain(tx: Tx, mine: Enrollment[]): Promise<void> {
	for (const enrollment of mine) {
		if (enrollment.status !== 'waiting') continue;
		const found = await lookBack(tx, await loadStanding(tx, enrollment.id));
		if (found && (await wakeEnrollment(tx, enrollment.id, enrollment.waitSeq, found.wake, found.eventSeq)))
			enrollment.status = 'running';
	}
}
