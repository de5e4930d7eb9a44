import type { Facts } from '@/lib/condition';
import type { EventFact } from '@/lib/event';
import type { Needs } from '@/lib/rule-needs';
import type { AtHand } from '@/lib/world-tests';
import type { Tx } from './client';
import { historiesOf, historyOf } from './history';
import type { Profile } from './profiles';
import { worldFor } from './world-facts';

/** What rules see of a customer herself. */
export function aboutHer({
	facts,
	consents,
	consentsTo,
	identities,
}: Profile): Pick<Facts, 'customer' | 'consents' | 'consentsTo' | 'identities'> {
	return { customer: facts, consents, consentsTo, identities };
}

/** What the rules of a step see: what had happened by its logical time (`now`) and was known by `knownBy`, both UTC epoch ms. */
export async function factsInStep(
	tx: Tx,
	profile: Profile,
	{ trigger, now, knownBy }: { trigger: EventFact; now: number; knownBy: number },
	wanted: Needs,
): Promise<Facts> {
	const history = await historyOf(tx, profile.ids, wanted.events, now, knownBy);
	const world = await worldFor(tx, [profile], wanted, [{ trigger }]);
	return { now, ...aboutHer(profile), trigger, history, ...world(profile) };
}

/** What the rules on one event see. */
export async function factsAt(
	tx: Tx,
	profile: Profile,
	{ event, trigger }: { event: EventFact; trigger: EventFact },
	wanted: Needs,
): Promise<Facts> {
	const history = await historyOf(tx, profile.ids, wanted.events, event.at, event.receivedAt);
	const world = await worldFor(tx, [profile], wanted, [{ event, trigger }]);
	return { now: event.at, ...aboutHer(profile), history, ...world(profile) };
}

/**
 * What the rules on an event see, for several events at once: of the events named, those that had happened by the event
 * at hand and were known at its receipt, however much later one looks.
 */
export async function factsOf(
	tx: Tx,
	profile: Profile,
	{ events, trigger }: { events: EventFact[]; trigger: EventFact },
	wanted: Needs,
): Promise<(event: EventFact) => Facts> {
	const now = Date.now();
	const history = await historyOf(tx, profile.ids, wanted.events, now, now);
	const atHand: AtHand[] = events.map((event) => ({ event, trigger }));
	const world = (await worldFor(tx, [profile], wanted, atHand))(profile);
	return (event) => ({
		now: event.at,
		...aboutHer(profile),
		history: history.filter((past) => past.knownAt <= event.receivedAt),
		...world,
	});
}

/** What the rules on one event without a customer see of each of these; `triggers`: of what they are in. */
export async function factsOfEach(
	tx: Tx,
	profiles: Profile[],
	{ event, triggers }: { event: EventFact; triggers: EventFact[] },
	wanted: Needs,
): Promise<(profile: Profile) => Facts> {
	const histories =
		wanted.events.length > 0 ? await historiesOf(tx, profiles, wanted.events) : new Map<string, EventFact[]>();
	const atHand = triggers.map((trigger) => ({ event, trigger }));
	const world = await worldFor(tx, profiles, wanted, atHand);
	return (profile) => ({
		now: event.at,
		...aboutHer(profile),
		event,
		history: (histories.get(profile.facts.id) ?? []).filter((past) => past.knownAt <= event.receivedAt),
		...world(profile),
	});
}
