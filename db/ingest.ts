import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { CHANNELS } from '@/lib/channel';
import type { JsonObject } from '@/lib/event';
import type { Call } from '@/lib/segment';
import { timeZone } from '@/lib/settings';
import type { Db, Tx } from './client';
import { type ConsentDecision, recordConsents } from './consents';
import { mergeCustomers } from './merge';
import { ensurePartitions } from './partitions';
import { notifyQueue } from './queue';
import { type Decisions, type Identity, identitiesOf, type Known, keyOf, resolve, textAt } from './resolve';
import { getWorkspaceSettings } from './workspace';

export type IngestOptions = {
	/** Which key or client it came by. */
	source: string;
	receivedAt: Date;
	/** Imported history: fills profiles and timelines, triggers nothing. Known from when it happened. */
	history: boolean;
};

type Row = { call: Call; seq: number; messageId: string; customerId: string | null };

/** How stale `last_seen_at` may be: a visitor who clicks does not rewrite her row with every click. */
const SEEN_MS = 60_000;

/**
 * Takes calls in, all or none: customers, identities, consents, events and what is to be dispatched, in one transaction.
 * A message id that was seen before changes nothing, for ever. Returns how many were new.
 */
export async function ingest(db: Db, calls: Call[], options: IngestOptions): Promise<number> {
	if (calls.length === 0) return 0;
	await ensurePartitions(calls.map((call) => new Date(call.at)));
	return db.transaction(async (tx) => {
		const rows = await claimMessageIds(tx, calls);
		if (rows.length === 0) return 0;
		const decisions = await decide(tx, rows);
		await writeCustomers(tx, rows, decisions, options);
		await writeEvents(tx, rows, options);
		if (!options.history) await notifyQueue(tx);
		return rows.length;
	});
}

async function claimMessageIds(tx: Tx, calls: Call[]): Promise<Row[]> {
	const byId = new Map<string, Call>();
	for (const call of calls) {
		const messageId = call.messageId ?? uuid();
		if (!byId.has(messageId)) byId.set(messageId, call);
	}
	const claimed = await tx.execute<{ message_id: string; seq: string }>(sql`
		insert into event_ids (message_id, seq)
		select m, nextval('event_seq') from unnest(${sql.param([...byId.keys()])}::text[]) as m
		on conflict do nothing returning message_id, seq`);
	return claimed.rows
		.flatMap(({ message_id, seq }) => {
			const call = byId.get(message_id);
			return call ? [{ call, seq: Number(seq), messageId: message_id, customerId: null }] : [];
		})
		.sort((a, b) => a.seq - b.seq);
}

/** Finds or makes the customer of every row. Whoever else reads the same identities waits: nobody is made twice. */
async function decide(tx: Tx, rows: Row[]): Promise<Decisions> {
	const { locale } = await getWorkspaceSettings(tx);
	const country = locale === 'fr' ? 'FR' : 'GB';
	const mentioned = rows.map((row) => identitiesOf(row.call, country));
	const all = new Map<string, Identity>(mentioned.flat().map((identity) => [keyOf(identity), identity]));
	const decisions: Decisions = { created: new Set(), claimed: new Map(), merges: [] };
	if (all.size === 0) return decisions;
	const wanted = JSON.stringify([...all.values()]);
	// In one order for everybody: no deadlock.
	await tx.execute(sql`
		select pg_advisory_xact_lock(h) from (
			select distinct hashtextextended(kind || chr(10) || value, 0) as h
			from jsonb_to_recordset(${wanted}::jsonb) as w(kind text, value text) order by 1) l`);
	const known = await readKnown(tx, wanted);
	rows.forEach((row, index) => {
		row.customerId = resolve(mentioned[index] ?? [], known, decisions);
	});
	return decisions;
}

async function readKnown(tx: Tx, wanted: string): Promise<Known> {
	const found = await tx.execute<{ kind: string; value: string; master: string; user_ids: string[] | null }>(sql`
		select i.kind, i.value, coalesce(c.merged_into, c.id) as master,
			(select array_agg(u.value) from identities u where u.customer_id = coalesce(c.merged_into, c.id) and u.kind = 'user_id') as user_ids
		from jsonb_to_recordset(${wanted}::jsonb) as w(kind text, value text)
		join identities i on i.kind = w.kind and i.value = w.value
		join customers c on c.id = i.customer_id`);
	const known: Known = { owner: new Map(), userIds: new Map() };
	for (const { kind, value, master, user_ids } of found.rows) {
		known.owner.set(`${kind}\n${value}`, master);
		known.userIds.set(master, new Set(user_ids ?? []));
	}
	return known;
}

async function writeCustomers(
	tx: Tx,
	rows: Row[],
	{ created, claimed, merges }: Decisions,
	options: IngestOptions,
): Promise<void> {
	const masterOf = followed(merges);
	const changes = profileChanges(rows);
	const seen = new Map<string, number>();
	for (const { customerId, call } of rows)
		if (customerId) seen.set(customerId, Math.max(seen.get(customerId) ?? 0, call.at));
	if (created.size > 0)
		await tx.execute(sql`
			insert into customers (id, created_at, last_seen_at)
			select id, at, at from jsonb_to_recordset(${JSON.stringify([...created].map((id) => ({ id, at: new Date(seen.get(id) ?? options.receivedAt).toISOString() })))}::jsonb) as n(id uuid, at timestamptz)`);
	const touched = [...seen].map(([id, at]) => ({ id, at: new Date(at).toISOString() }));
	const toLock = [...new Set([...changes.keys(), ...merges.flatMap(({ master, other }) => [master, other])])];
	if (toLock.length > 0)
		await tx.execute(
			sql`select 1 from customers where id = any(${sql.param(toLock)}::uuid[]) order by id for no key update`,
		);
	if (touched.length > 0)
		await tx.execute(sql`
			with stale as (
				select c.id, n.at from jsonb_to_recordset(${JSON.stringify(touched)}::jsonb) as n(id uuid, at timestamptz)
				join customers c on c.id = n.id where c.last_seen_at < n.at - make_interval(secs => ${SEEN_MS / 1000})
				order by c.id for no key update of c)
			update customers c set last_seen_at = stale.at from stale where c.id = stale.id`);
	if (claimed.size > 0) {
		const list = [...claimed.values()].map(({ identity, customerId }) => ({ ...identity, customer: customerId }));
		await tx.execute(sql`
			insert into identities (kind, value, customer_id, source)
			select kind, value, customer, ${options.source} from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as n(kind text, value text, customer uuid)
			on conflict (kind, value) do update set customer_id = excluded.customer_id, last_seen_at = now()`);
	}
	if (changes.size > 0)
		await tx.execute(sql`
			update customers c set traits = c.traits || n.traits, locale = coalesce(n.locale, c.locale), country = coalesce(n.country, c.country),
				time_zone = coalesce(n.zone, c.time_zone), home_store_id = coalesce(n.store, c.home_store_id)
			from jsonb_to_recordset(${JSON.stringify([...changes].map(([id, change]) => ({ id, ...change })))}::jsonb)
				as n(id uuid, traits jsonb, locale text, country text, zone text, store text)
			where c.id = n.id`);
	for (const { master, other } of merges) await mergeCustomers(tx, masterOf(master), other);
	for (const row of rows) if (row.customerId) row.customerId = masterOf(row.customerId);
	await recordConsents(tx, rows.flatMap(consentsOf));
}

function followed(merges: Decisions['merges']): (id: string) => string {
	const into = new Map(merges.map(({ master, other }) => [other, master]));
	return (id) => {
		let at = id;
		for (let next = into.get(at); next !== undefined; next = into.get(at)) at = next;
		return at;
	};
}

type ProfileChange = { traits: JsonObject; locale?: string; country?: string; zone?: string; store?: string };

/** What identify calls say about customers; a later call of the batch wins. */
function profileChanges(rows: Row[]): Map<string, ProfileChange> {
	const changes = new Map<string, ProfileChange>();
	for (const { customerId, call } of rows) {
		if (!customerId || call.type !== 'identify') continue;
		const { consents: _decided, ...traits } = call.properties;
		const address =
			typeof traits.address === 'object' && traits.address !== null && !Array.isArray(traits.address)
				? traits.address
				: {};
		const locale = textAt(traits, 'locale', 'language') ?? textAt(call.context, 'locale');
		const country = textAt(traits, 'country') ?? textAt(address, 'country');
		const zone = textAt(traits, 'time_zone', 'timezone', 'timeZone') ?? textAt(call.context, 'timezone');
		const store = textAt(traits, 'home_store_id', 'homeStoreId');
		const before = changes.get(customerId);
		changes.set(customerId, {
			...before,
			traits: { ...before?.traits, ...traits },
			...(locale ? { locale } : {}),
			...(country && /^[A-Za-z]{2}$/.test(country) ? { country: country.toUpperCase() } : {}),
			...(zone && timeZone.safeParse(zone).success ? { zone } : {}),
			...(store ? { store } : {}),
		});
	}
	return changes;
}

/** `traits.consents: { email: true, sms: false }` of an identify call. */
function consentsOf({ customerId, call }: Row): ConsentDecision[] {
	const { consents } = call.properties;
	if (
		!customerId ||
		call.type !== 'identify' ||
		typeof consents !== 'object' ||
		consents === null ||
		Array.isArray(consents)
	)
		return [];
	return CHANNELS.flatMap((channel) => {
		const granted = consents[channel];
		return typeof granted === 'boolean'
			? [{ customerId, channel, granted, source: 'identify', decidedAt: new Date(call.at) }]
			: [];
	});
}

async function writeEvents(tx: Tx, rows: Row[], { source, receivedAt, history }: IngestOptions): Promise<void> {
	const list = rows.map(({ call, seq, messageId, customerId }) => ({
		...{ seq, messageId, customerId },
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
				as r(seq bigint, "messageId" text, "customerId" uuid, at timestamptz, type text, name text, properties jsonb, context jsonb)),
		kept as (
			insert into events (seq, effective_at, received_at, known_at, message_id, type, name, properties, context, customer_id, source, history)
			select seq, at, ${received}::timestamptz, case when ${history} then at else ${received}::timestamptz end, "messageId", type, name, properties, context, "customerId", ${source}, ${history} from n)
		insert into event_queue (seq, effective_at, customer_id)
		select seq, at, "customerId" from n where "customerId" is not null and not ${history} order by seq`);
}
