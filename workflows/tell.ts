import { and, asc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import { anyOf } from '../db/any-of';
import type { Db, Tx } from '../db/client';
import { type Enrollment, listeningOf, lookBack, wakeWaiting } from '../db/enrollments';
import { factsOfEach } from '../db/facts';
import { blameEvent } from '../db/failed-work';
import { toFact } from '../db/history';
import type { Profile } from '../db/profiles';
import { notifyQueue } from '../db/queue';
import { enrollments, eventQueue, events } from '../db/schema';
import { loadStanding } from '../db/standing';
import { loadVersion } from '../db/versions';
import type { Rule } from '../lib/condition';
import type { EventFact } from '../lib/event';
import type { Wake } from '../lib/machine';
import { wakeBy } from '../lib/route';
import { needs } from '../lib/rule-needs';
import { keysIn } from '../lib/without-customer';
import { lockedProfiles } from './locked-profiles';

/** Enrollments told in one transaction: short enough that nobody waits for the locks. */
const PORTION = 500;
/** Before every enrollment. */
const NOBODY_YET = '00000000-0000-0000-0000-000000000000';

/**
 * Hands an event without a customer, whose fan-outs are planned, over to be told to those who wait for it. Returns
 * whether there is anybody: whoever begins to wait later finds it when she looks back.
 */
export async function handOver(tx: Tx, queueId: number, event: EventFact): Promise<boolean> {
	const { rowCount } = await tx.execute(sql`
		with found as materialized (${concerned(event)})
		update event_queue set told_to = ${NOBODY_YET}::uuid where id = ${queueId} and exists (select from found)`);
	return (rowCount ?? 0) > 0;
}

/**
 * Tells an event without a customer to a portion of those who wait for it: exits and waits of everybody hear it. A
 * portion is one transaction of wakes and position, so that a killed worker leaves nothing half done. Returns how many
 * portions were told.
 */
export async function tellOnce(db: Db): Promise<number> {
	let at: number | undefined;
	try {
		return await db.transaction(async (tx) => {
			const told = await claim(tx);
			if (!told) return 0;
			at = told.id;
			await tell(tx, told);
			return 1;
		});
	} catch (error) {
		if (at === undefined) throw error;
		await blameEvent(db, sql`select ${at}::bigint`, error);
		return 1;
	}
}

type Told = { id: number; to: string; event: EventFact };

async function claim(tx: Tx): Promise<Told | null> {
	const [row] = await tx
		.select({ id: eventQueue.id, to: eventQueue.toldTo, event: events })
		.from(eventQueue)
		.innerJoin(events, and(eq(events.effectiveAt, eventQueue.effectiveAt), eq(events.seq, eventQueue.seq)))
		.where(
			and(
				isNull(eventQueue.customerId),
				isNotNull(eventQueue.toldTo),
				isNull(eventQueue.quarantinedAt),
				sql`${eventQueue.notBefore} <= now()`,
			),
		)
		.orderBy(asc(eventQueue.seq))
		.limit(1)
		.for('update', { of: eventQueue, skipLocked: true });
	return row?.to ? { id: row.id, to: row.to, event: toFact(row.event) } : null;
}

/**
 * Whom the event may concern: found by what it says, however many wait for something else. Asked for apart from what is
 * done with it, or Postgres would look along all enrollments for the first of them.
 */
function concerned(event: EventFact) {
	return sql`select e.id from enrollments e
		where e.status = 'waiting' and e.found_by is not null and e.found_by && ${sql.param(keysIn(event))}::text[]`;
}

async function tell(tx: Tx, { id, to, event }: Told): Promise<void> {
	const { rows } = await tx.execute<{ id: string }>(sql`
		with found as materialized (${concerned(event)})
		select id from found where id > ${to}::uuid order by id limit ${PORTION}`);
	const ids = rows.map((row) => row.id);
	const waiting = await tx.select().from(enrollments).where(anyOf(enrollments.id, ids)).orderBy(enrollments.id);
	const people = await lockedProfiles(tx, [...new Set(waiting.map(({ customerId }) => customerId))]);
	let woken = 0;
	for (const { wake, eventSeq, waits } of await heardBy(tx, waiting, people, event))
		woken += await wakeWaiting(tx, waits, wake, { eventSeq });
	const last = ids.length === PORTION ? ids.at(-1) : undefined;
	if (last)
		await tx.update(eventQueue).set({ toldTo: last, attempts: 0, lastError: null }).where(eq(eventQueue.id, id));
	else await tx.delete(eventQueue).where(eq(eventQueue.id, id));
	if (woken > 0) await notifyQueue(tx);
}

type Heard = { wake: Wake; eventSeq: number | undefined; waits: { id: string; waitSeq: number }[] };

/** What the event means to each of them; those it means the same to are woken together. */
async function heardBy(
	tx: Tx,
	waiting: Enrollment[],
	people: ReadonlyMap<string, Profile>,
	event: EventFact,
): Promise<Iterable<Heard>> {
	const listening = new Map(
		await Promise.all(
			waiting.map(async (row) => [row.id, listeningOf(row, await loadVersion(tx, row.versionId))] as const),
		),
	);
	const rules = new Set<Rule | undefined>();
	for (const { exits, await: wait } of listening.values())
		for (const { where } of [...exits, ...(wait?.spec.listeners ?? [])]) rules.add(where);
	const triggers = waiting.map(({ trigger }) => trigger);
	const factsFor = await factsOfEach(tx, [...people.values()], { event, triggers }, needs(...rules));
	const late = await behind(tx, [...people.values()], event);
	const heard = new Map<string, Heard>();
	for (const row of waiting) {
		const profile = people.get(row.customerId);
		const listens = listening.get(row.id);
		if (!profile || !listens) continue;
		const wake = wakeBy(event, listens, factsFor(profile));
		if (!wake) continue;
		// Of two events the one that was received first is heard.
		const before = late(profile, row) ? await lookBack(tx, await loadStanding(tx, row.id)) : null;
		const found = before ?? { wake, eventSeq: event.seq };
		const same = JSON.stringify([found.wake, found.eventSeq]);
		const group = heard.get(same) ?? { wake: found.wake, eventSeq: found.eventSeq, waits: [] };
		group.waits.push({ id: row.id, waitSeq: row.waitSeq });
		heard.set(same, group);
	}
	return heard.values();
}

/** Who may have something earlier to hear that nobody has decided yet: something she did, or an event like this one. */
async function behind(
	tx: Tx,
	people: Profile[],
	{ seq }: EventFact,
): Promise<(profile: Profile, row: Enrollment) => boolean> {
	const earlier = and(lt(eventQueue.seq, seq), isNull(eventQueue.quarantinedAt), isNull(eventQueue.journeyId));
	const hers = await tx
		.selectDistinct({ id: eventQueue.customerId })
		.from(eventQueue)
		.where(
			and(
				earlier,
				anyOf(
					eventQueue.customerId,
					people.flatMap(({ ids }) => ids),
				),
			),
		);
	const others = await tx
		.select({ name: events.name, properties: events.properties })
		.from(eventQueue)
		.innerJoin(events, and(eq(events.effectiveAt, eventQueue.effectiveAt), eq(events.seq, eventQueue.seq)))
		.where(and(earlier, isNull(eventQueue.customerId)));
	const busy = new Set(hers.map(({ id }) => id));
	const said = new Set(others.flatMap(keysIn));
	return ({ ids }, { foundBy }) => ids.some((id) => busy.has(id)) || (foundBy ?? []).some((key) => said.has(key));
}
