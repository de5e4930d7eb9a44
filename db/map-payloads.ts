import { createHash } from 'node:crypto';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { isCatalogueEvent } from '@/lib/catalogue-events';
import { type MappedCall, type MappingProblem, mapperOf } from '@/lib/map-payload';
import { MAX_VALUES } from '@/lib/reading-budget';
import type { Call } from '@/lib/segment';
import { anyOf } from './any-of';
import type { Db, Tx } from './client';
import { againLater, GIVE_UP_AFTER } from './failed-work';
import { ingest, type Taken } from './ingest';
import { sourcePayloadCustomers, sourcePayloads, sources } from './schema';

/** Payloads in one transaction, and at most so many events: short enough that nobody waits for its locks. */
const PAYLOADS = 50;
const EVENTS = 500;
/** For how long payloads are kept: what was mapped is in its events; what was not may still be wanted. */
export const KEPT_DAYS = { mapped: 30, unmapped: 90 } as const;
const SWEPT = 500;
const MAX_ID = 200;

type Payload = typeof sourcePayloads.$inferSelect;
type Source = Pick<typeof sources.$inferSelect, 'id' | 'name' | 'mapping'>;
type Batch = { source: Source; payloads: Payload[] };
type Outcome = { payload: Payload; calls: Call[]; problems: MappingProblem[] };

/** Another worker, or ops, was first: nothing of ours is written. */
class Overtaken extends Error {
	override name = 'Overtaken';
}

/**
 * Makes events of the payloads that have come in, or were asked for again: some of one source at a time, in their order.
 * A payload's events and what became of it are one transaction, so that a killed worker leaves nothing half done; the
 * events' ids are the payload's own, so that nothing counts twice. Returns how much was done.
 */
export async function mapOnce(db: Db): Promise<number> {
	const batch = await dueBatch(db);
	if (!batch) return sweepPayloads(db);
	const [first] = batch.payloads;
	if (!first) return 0;
	try {
		await mapBatch(db, batch);
	} catch (error) {
		if (error instanceof Overtaken) return 1;
		try {
			// One bad payload must not hold up the others.
			await mapBatch(db, { ...batch, payloads: [first] });
		} catch (again) {
			if (!(again instanceof Overtaken)) await blame(db, first);
		}
	}
	return 1;
}

/** What is due first, and what came with it: one receipt time, since that is when their events were known. */
async function dueBatch(db: Db): Promise<Batch | null> {
	const due = and(eq(sourcePayloads.state, 'pending'), sql`${sourcePayloads.notBefore} <= now()`);
	const [first] = await db
		.select({ payload: sourcePayloads, source: { id: sources.id, name: sources.name, mapping: sources.mapping } })
		.from(sourcePayloads)
		.innerJoin(sources, eq(sources.id, sourcePayloads.sourceId))
		.where(and(due, isNull(sources.archivedAt)))
		.orderBy(asc(sourcePayloads.again), asc(sourcePayloads.id))
		.limit(1);
	if (!first) return null;
	const { sourceId, receivedAt, again } = first.payload;
	const payloads = await db
		.select()
		.from(sourcePayloads)
		.where(
			and(
				due,
				eq(sourcePayloads.sourceId, sourceId),
				eq(sourcePayloads.receivedAt, receivedAt),
				eq(sourcePayloads.again, again),
			),
		)
		.orderBy(asc(sourcePayloads.id))
		.limit(PAYLOADS);
	return { source: first.source, payloads };
}

async function mapBatch(db: Db, { source, payloads }: Batch): Promise<void> {
	const [first] = payloads;
	if (!first) return;
	const outcomes: Outcome[] = [];
	const map = mapperOf(source.mapping);
	let events = 0;
	let values = 0;
	for (const payload of payloads) {
		// The worker does nothing else meanwhile: no more at once than one payload may take.
		if (values >= MAX_VALUES / 2) break;
		const about = { receivedAt: payload.receivedAt.getTime(), topic: payload.topic };
		const { calls, problems, read } = map(payload.payload, about);
		values += read;
		if (events > 0 && events + calls.length > EVENTS) break;
		events += calls.length;
		const ids = idsFor(source.id, payload);
		outcomes.push({ payload, problems, calls: calls.map((made) => ({ ...made.call, messageId: ids(made) })) });
	}
	const calls = outcomes.flatMap((outcome) => outcome.calls);
	const settled = (tx: Tx, taken: Taken[]) => settle(tx, source.id, outcomes, taken);
	const options = { source: source.name, receivedAt: first.receivedAt, history: false, teller: 'server' as const };
	// Without anything new ingest writes nothing, and there is still to say what became of the payloads.
	if ((await ingest(db, calls, options, settled)) === 0) await db.transaction((tx) => settled(tx, []));
}

/**
 * An event's id: the payload's own where it has one. Else the whole of the payload is, so that a repeat is one event; but
 * what a stock or a price is may well be said in the same words again, and holds again.
 */
function idsFor(sourceId: string, { id, payload }: Payload): (made: MappedCall) => string {
	let whole: string | undefined;
	return ({ rule, own, line, call }) => {
		const nth = line === null ? '' : `:${line}`;
		const written = (text: string) => `${sourceId}:${rule}:${text}${nth}`;
		if (own !== null) return written(own).length <= MAX_ID ? written(own) : written(hashOf(own));
		// As jsonb gives it back: in one order of its keys, whatever the sender's.
		whole ??= hashOf(JSON.stringify(payload));
		return written(isCatalogueEvent(call.name) ? id : whole);
	};
}

function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

/** Writes down what became of the payloads, in the transaction of their events. @throws Overtaken */
async function settle(tx: Tx, sourceId: string, outcomes: Outcome[], taken: Taken[]): Promise<void> {
	const by = new Map(taken.map((one) => [one.call, one]));
	const settled = outcomes.map(({ payload, calls, problems }) => {
		const fresh = calls.flatMap((call) => by.get(call) ?? []);
		return {
			...{ id: payload.id, problems, events: fresh.length },
			customers: [...new Set(fresh.flatMap(({ customerId }) => customerId ?? []))],
			// All of it was said before, by a payload that we have: a second copy of it says nothing.
			repeats: problems.length === 0 && calls.length > 0 && fresh.length === 0 && payload.events === 0,
		};
	});
	const repeated = settled.filter(({ repeats }) => repeats).map(({ id }) => id);
	const kept = settled.filter(({ repeats }) => !repeats);
	const gone = await tx
		.delete(sourcePayloads)
		.where(and(anyOf(sourcePayloads.id, repeated), eq(sourcePayloads.state, 'pending')));
	const list = JSON.stringify(kept.map(({ id, problems, events }) => ({ id, problems, events })));
	const written = await tx.execute(sql`
		update source_payloads p set state = case when s.problems = '[]' then 'mapped' else 'unmapped' end,
			problems = s.problems, events = p.events + s.events, again = false
		from jsonb_to_recordset(${list}::jsonb) as s(id uuid, problems jsonb, events integer)
		where p.id = s.id and p.state = 'pending'`);
	if ((gone.rowCount ?? 0) + (written.rowCount ?? 0) < outcomes.length) throw new Overtaken();
	if (repeated.length > 0)
		await tx
			.update(sources)
			.set({ repeats: sql`${sources.repeats} + ${repeated.length}` })
			.where(eq(sources.id, sourceId));
	const links = kept.flatMap(({ id, customers }) => customers.map((customerId) => ({ payloadId: id, customerId })));
	if (links.length > 0) await tx.insert(sourcePayloadCustomers).values(links).onConflictDoNothing();
}

/** Tried again later, and set aside when that does not help. */
async function blame(db: Db, { id, attempts }: Payload): Promise<void> {
	const failed: MappingProblem[] = [{ why: 'failed', rule: null, field: '' }];
	const givenUp = attempts + 1 >= GIVE_UP_AFTER;
	await db
		.update(sourcePayloads)
		.set({
			attempts: attempts + 1,
			notBefore: againLater(),
			...(givenUp ? { state: 'unmapped', problems: failed, again: false } : {}),
		})
		.where(and(eq(sourcePayloads.id, id), eq(sourcePayloads.state, 'pending')));
}

/** Takes away what is older than it is kept for, and what is left of sources that were removed. Returns how many. */
async function sweepPayloads(db: Db): Promise<number> {
	const older = (state: keyof typeof KEPT_DAYS) =>
		sql`select id from source_payloads where state = ${state} and received_at < now() - make_interval(days => ${KEPT_DAYS[state]}) limit ${SWEPT}`;
	const { rowCount } = await db.execute(sql`
		delete from source_payloads where id in (
			(${older('mapped')}) union all (${older('unmapped')}) union all
			(select p.id from sources s join source_payloads p on p.source_id = s.id where s.archived_at is not null limit ${SWEPT}))`);
	return rowCount ?? 0;
}
