import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Call } from '@/lib/segment';
import { applyCatalogueEvents } from './catalogue-events';
import type { Db, Tx } from './client';
import { recordConsents } from './consents';
import { dueBy } from './due';
import { decide, lockMentioned } from './identities';
import { mergeCustomers } from './merge';
import { ensurePartitions } from './partitions';
import { consentsOf, type ProfileChange, profileChange } from './profile-changes';
import { notifyQueue } from './queue';
import { tieReferrals } from './referrals';
import { type Decisions, type Mention, masterOf, type Teller } from './resolve';
import { noteArrivals } from './trend-arrivals';

export type IngestOptions = {
	/** Which key or client it came by. */
	source: string;
	receivedAt: Date;
	/** Imported history: fills profiles and timelines, triggers nothing. Known from when it happened. */
	history: boolean;
	/** A page, unless it is known to come from the retailer's servers. */
	teller?: Teller;
};

/** A call that was new, and whose it turned out to be. */
export type Taken = { call: Call; customerId: string | null };
/** What else is to be written in the same transaction. */
type Also = (tx: Tx, taken: Taken[]) => Promise<void>;

type Named = { call: Call; mentions: Mention[] };
type Row = Named & { seq: number; messageId: string; customerId: string | null; joins: boolean };

/** How stale `last_seen_at` may be: a visitor who clicks does not rewrite her row with every click. */
const SEEN_MS = 60_000;
const TRIES = 5;

/** Somebody was merged away between our reading who she is and our locking her. */
class Overtaken extends Error {
	override name = 'Overtaken';
}

/**
 * Takes calls in, all or none: customers, identities, consents, events and what is to be dispatched, in one transaction.
 * A message id that was seen before changes nothing, for ever. Returns how many were new.
 */
export async function ingest(db: Db, calls: Call[], options: IngestOptions, also?: Also): Promise<number> {
	if (calls.length === 0) return 0;
	await ensurePartitions(calls.map((call) => new Date(call.at)));
	for (let tried = 1; ; tried++) {
		try {
			return await db.transaction((tx) => write(tx, calls, options, also));
		} catch (error) {
			if (tried >= TRIES || !(error instanceof Overtaken || isDeadlock(error))) throw error;
		}
	}
}

function isDeadlock(error: unknown): boolean {
	return (
		error instanceof Error && error.cause instanceof Error && 'code' in error.cause && error.cause.code === '40P01'
	);
}

async function write(tx: Tx, calls: Call[], options: IngestOptions, also?: Also): Promise<number> {
	// Before the events get their numbers: one customer's are numbered in the order in which they are committed.
	const mentioned = await lockMentioned(tx, calls, options.teller ?? 'page');
	const rows = await claimMessageIds(
		tx,
		calls.map((call, index) => ({ call, mentions: mentioned[index] ?? [] })),
	);
	if (rows.length === 0) return 0;
	const { owners, decisions } = await decide(
		tx,
		rows.map(({ call, mentions }) => ({ at: call.at, mentions })),
	);
	rows.forEach((row, index) => {
		const owner = owners[index];
		if (owner) row.customerId = masterOf(owner, decisions);
		row.joins = decisions.joining.has(index);
	});
	await writeCustomers(tx, rows, decisions, options);
	await recordConsents(
		tx,
		rows.flatMap(({ customerId, call }) => (customerId ? consentsOf(customerId, call) : [])),
	);
	await writeEvents(tx, rows, options);
	if (!options.history) await tieReferrals(tx, rows);
	await also?.(
		tx,
		rows.map(({ call, customerId }) => ({ call, customerId })),
	);
	await applyCatalogueEvents(
		tx,
		rows.map(({ call }) => call),
	);
	if (options.history)
		await dueBy(
			tx,
			rows.flatMap(({ customerId, call: { name }, joins }) => (customerId ? [{ customerId, name, joins }] : [])),
			true,
		);
	else await notifyQueue(tx);
	return rows.length;
}

async function claimMessageIds(tx: Tx, named: Named[]): Promise<Row[]> {
	const byId = new Map<string, Named>();
	for (const one of named) {
		const messageId = one.call.messageId ?? uuid();
		if (!byId.has(messageId)) byId.set(messageId, one);
	}
	const claimed = await tx.execute<{ message_id: string; seq: string }>(sql`
		insert into event_ids (message_id, seq)
		select m, nextval('event_seq') from unnest(${sql.param([...byId.keys()])}::text[]) as m
		on conflict do nothing returning message_id, seq`);
	return claimed.rows
		.flatMap(({ message_id, seq }) => {
			const one = byId.get(message_id);
			return one ? [{ ...one, seq: Number(seq), messageId: message_id, customerId: null, joins: false }] : [];
		})
		.sort((a, b) => a.seq - b.seq);
}

async function writeCustomers(tx: Tx, rows: Row[], decisions: Decisions, options: IngestOptions): Promise<void> {
	const { created, claimed, merges } = decisions;
	const [seen, first] = [new Map<string, number>(), new Map<string, number>()];
	const changes = new Map<string, ProfileChange>();
	for (const { customerId, call } of rows) {
		if (!customerId) continue;
		seen.set(customerId, Math.max(seen.get(customerId) ?? 0, call.at));
		first.set(customerId, Math.min(first.get(customerId) ?? call.at, call.at));
		const change = profileChange(changes.get(customerId), call);
		if (change) changes.set(customerId, change);
	}
	const received = options.receivedAt.getTime();
	await createCustomers(tx, created, (id) => {
		const master = masterOf(id, decisions);
		return { first: first.get(master) ?? received, last: seen.get(master) ?? received };
	});
	await lockCustomers(
		tx,
		[...changes.keys(), ...merges.flatMap(({ master, other }) => [master, other])].filter((id) => !created.has(id)),
	);
	await touchCustomers(tx, seen);
	await claimIdentities(tx, claimed, options);
	// What the call itself says is said to the one customer that it makes of two.
	for (const { master, other } of merges)
		await mergeCustomers(tx, master, other, { by: 'system', at: options.receivedAt });
	await changeProfiles(tx, changes);
}

/** `seen`: when she was there for the first time and for the last, of what is taken in. */
async function createCustomers(
	tx: Tx,
	created: Set<string>,
	seen: (id: string) => { first: number; last: number },
): Promise<void> {
	if (created.size === 0) return;
	const list = [...created].map((id) => {
		const { first, last } = seen(id);
		return { id, first: new Date(first).toISOString(), last: new Date(last).toISOString() };
	});
	await tx.execute(sql`
		insert into customers (id, created_at, last_seen_at)
		select id, first, last from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as n(id uuid, first timestamptz, last timestamptz)`);
}

/** In one order for everybody: no deadlock. */
async function lockCustomers(tx: Tx, ids: string[]): Promise<void> {
	if (ids.length === 0) return;
	const locked = await tx.execute<{ merged_into: string | null }>(sql`
		select merged_into from customers where id = any(${sql.param([...new Set(ids)])}::uuid[])
		order by id for no key update`);
	if (locked.rows.some((row) => row.merged_into !== null)) throw new Overtaken();
}

async function touchCustomers(tx: Tx, seen: Map<string, number>): Promise<void> {
	if (seen.size === 0) return;
	const list = [...seen].map(([id, at]) => ({ id, at: new Date(at).toISOString() }));
	await tx.execute(sql`
		with stale as (
			select c.id, n.at from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as n(id uuid, at timestamptz)
			join customers c on c.id = n.id where c.last_seen_at < n.at - make_interval(secs => ${SEEN_MS / 1000})
			order by c.id for no key update of c)
		update customers c set last_seen_at = stale.at from stale where c.id = stale.id`);
}

async function claimIdentities(
	tx: Tx,
	claimed: Decisions['claimed'],
	{ source, teller }: IngestOptions,
): Promise<void> {
	if (claimed.size === 0) return;
	const list = [...claimed.values()].map(({ identity, customerId, at, verified }) => ({
		...identity,
		verified,
		customer: customerId,
		at: new Date(at).toISOString(),
	}));
	await tx.execute(sql`
		insert into identities (kind, value, customer_id, source, verified, vouched_at, first_seen_at, last_seen_at)
		select kind, value, customer, ${source}, verified, case when ${teller === 'server'} then at end, at, at
		from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as n(kind text, value text, customer uuid, verified boolean, at timestamptz)
		on conflict (kind, value) do update set customer_id = excluded.customer_id,
			brought_by = case when identities.customer_id = excluded.customer_id then identities.brought_by end,
			verified = excluded.verified or (identities.customer_id = excluded.customer_id and identities.verified),
			vouched_at = case when identities.customer_id = excluded.customer_id
				then greatest(identities.vouched_at, excluded.vouched_at) else excluded.vouched_at end,
			first_seen_at = least(identities.first_seen_at, excluded.first_seen_at),
			last_seen_at = greatest(identities.last_seen_at, excluded.last_seen_at)`);
}

/** What was said later holds, whenever it is received: history imported afterwards fills gaps only. */
async function changeProfiles(tx: Tx, changes: Map<string, ProfileChange>): Promise<void> {
	if (changes.size === 0) return;
	const list = [...changes].map(([id, { at, ...change }]) => ({ id, at: new Date(at).toISOString(), ...change }));
	await tx.execute(sql`
		update customers c set
			traits = case when n.outdated then n.traits || c.traits else c.traits || n.traits end,
			locale = case when n.outdated then coalesce(c.locale, n.locale) else coalesce(n.locale, c.locale) end,
			country = case when n.outdated then coalesce(c.country, n.country) else coalesce(n.country, c.country) end,
			time_zone = case when n.outdated then coalesce(c.time_zone, n.zone) else coalesce(n.zone, c.time_zone) end,
			home_store_id = case when n.outdated then coalesce(c.home_store_id, n.store) else coalesce(n.store, c.home_store_id) end
		from (
			select r.*, exists (
				select from events e where e.customer_id = r.id and e.name = 'Customer Identified' and e.type = 'identify' and e.effective_at > r.at) as outdated
			from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
				as r(id uuid, at timestamptz, traits jsonb, locale text, country text, zone text, store text)) n
		where c.id = n.id`);
}

async function writeEvents(tx: Tx, rows: Row[], { source, receivedAt, history }: IngestOptions): Promise<void> {
	const list = rows.map(({ call, seq, messageId, customerId, joins }) => ({
		...{ seq, messageId, customerId, joins },
		at: new Date(call.at).toISOString(),
		type: call.type,
		name: call.name,
		properties: call.properties,
		context: call.context,
	}));
	const received = receivedAt.toISOString();
	await tx.execute(sql`
		with n as (
			select * from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
				as r(seq bigint, "messageId" text, "customerId" uuid, at timestamptz, type text, name text, properties jsonb, context jsonb, joins boolean)),
		kept as (
			insert into events (seq, effective_at, received_at, known_at, message_id, type, name, properties, context, customer_id, source, history)
			select seq, at, ${received}::timestamptz, case when ${history} then at else ${received}::timestamptz end, "messageId", type, name, properties, context, "customerId", ${source}, ${history} from n),
		heard as (${noteArrivals(sql`n`)})
		insert into event_queue (seq, effective_at, customer_id, joins)
		select seq, at, "customerId", joins from n where not ${history} and ("customerId" is not null or type = 'track') order by seq`);
}
