import { sql } from 'drizzle-orm';
import type { Call } from '@/lib/segment';
import { anyOf } from './any-of';
import { apartFrom } from './apart';
import type { Tx } from './client';
import {
	countryIn,
	type Decisions,
	type Identity,
	type Known,
	keyOf,
	type Mention,
	mentionsOf,
	noDecisions,
	resolve,
	type Teller,
	textAt,
	traitsIn,
} from './resolve';
import { identities } from './schema';
import { getWorkspaceSettings } from './workspace';

/** Locks are slots of Postgres' shared memory: more identities than this in one batch are locked by the bucket. */
const LOCKS_APART = 200;
const BUCKETS = 64;
/** Of ours among the advisory locks with two keys. */
const BUCKET_CLASS = 7_201;

/**
 * Reads who the calls name, and locks them until the end of the transaction: whoever else names one of them waits, so
 * that nobody is made twice and one customer's events keep their order.
 */
export async function lockMentioned(tx: Tx, calls: Call[], teller: Teller): Promise<Mention[][]> {
	const countries = await countriesFor(tx, calls);
	const mentioned = calls.map((call) => mentionsOf(call, countries(call), teller));
	const named = distinct(mentioned);
	if (named.length > 0) await lockIdentities(tx, named);
	return mentioned;
}

/** Finds or makes up (nothing is written yet) the customer of every call, in their order. */
export async function decide(
	tx: Tx,
	calls: { at: number; mentions: Mention[] }[],
): Promise<{ owners: (string | null)[]; decisions: Decisions }> {
	const decisions = noDecisions();
	const named = distinct(calls.map(({ mentions }) => mentions));
	if (named.length === 0) return { owners: [], decisions };
	const known = await readKnown(tx, named);
	const owners = calls.map(({ at, mentions }, index) => {
		const before = decisions.merges.length;
		const owner = resolve(mentions, at, known, decisions);
		if (decisions.merges.length > before) decisions.joining.add(index);
		return owner;
	});
	return { owners, decisions };
}

function distinct(mentioned: Mention[][]): Identity[] {
	return [...new Map(mentioned.flat().map(({ kind, value }) => [keyOf({ kind, value }), { kind, value }])).values()];
}

/** Locks what two customers are found by until the end of the transaction: nobody joins them or takes anything meanwhile. */
export async function lockIdentitiesOf(tx: Tx, customerIds: string[]): Promise<void> {
	const held = await tx
		.select({ kind: identities.kind, value: identities.value })
		.from(identities)
		.where(anyOf(identities.customerId, customerIds));
	if (held.length > 0) await lockIdentities(tx, held);
}

/** In one order for everybody, buckets before identities: no deadlock. */
async function lockIdentities(tx: Tx, named: Identity[]): Promise<void> {
	const wanted = JSON.stringify(named);
	const apart = named.length <= LOCKS_APART;
	const lockBucket = apart ? sql`pg_advisory_xact_lock_shared` : sql`pg_advisory_xact_lock`;
	await tx.execute(sql`
		select ${lockBucket}(${BUCKET_CLASS}, bucket) from (
			select distinct (hashtextextended(kind || chr(10) || value, 0) & ${BUCKETS - 1})::int as bucket
			from jsonb_to_recordset(${wanted}::jsonb) as w(kind text, value text) order by 1) b`);
	if (apart)
		await tx.execute(sql`
			select pg_advisory_xact_lock(h) from (
				select distinct hashtextextended(kind || chr(10) || value, 0) as h
				from jsonb_to_recordset(${wanted}::jsonb) as w(kind text, value text) order by 1) l`);
}

async function readKnown(tx: Tx, named: Identity[]): Promise<Known> {
	const found = await tx.execute<{
		kind: string;
		value: string;
		since: number;
		master: string;
		born: number;
		marks: string[] | null;
		apart: string[] | null;
	}>(sql`
		select i.kind, i.value, (extract(epoch from i.last_seen_at) * 1000)::float8 as since, m.id as master,
			(extract(epoch from o.created_at) * 1000)::float8 as born, ${apartFrom(sql`m.id`)} as apart,
			(select array_agg(u.kind || chr(10) || u.value) from identities u
				where u.customer_id = m.id and u.kind in ('user_id', 'loyalty_card')) as marks
		from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as w(kind text, value text)
		join identities i on i.kind = w.kind and i.value = w.value
		join customers c on c.id = i.customer_id
		cross join lateral (select coalesce(c.merged_into, c.id) as id) m
		join customers o on o.id = m.id`);
	const known: Known = { owner: new Map(), marks: new Map(), born: new Map(), apart: new Map() };
	for (const { kind, value, since, master, marks, born, apart } of found.rows) {
		known.owner.set(`${kind}\n${value}`, { customerId: master, since });
		known.marks.set(master, new Set(marks ?? []));
		known.born.set(master, born);
		if (apart) known.apart.set(master, new Set(apart));
	}
	return known;
}

/** Where the retailer is at home, ISO 3166-1 alpha-2. */
export async function homeCountry(tx: Tx): Promise<string> {
	return (await getWorkspaceSettings(tx)).locale === 'fr' ? 'FR' : 'GB';
}

/** The country that phone numbers without a prefix are of: the customer's, when she is known, else the workspace's. */
async function countriesFor(tx: Tx, calls: Call[]): Promise<(call: Call) => string> {
	const local = calls.filter(
		(call) => !(textAt(traitsIn(call), 'phone') ?? '+').trim().startsWith('+') && !countryIn(traitsIn(call)),
	);
	if (local.length === 0) return () => '';
	const fallback = await homeCountry(tx);
	const asked = local.flatMap((call) => mentionsOf(call, fallback).filter(isNameOf));
	const found = await tx.execute<{ kind: string; value: string; country: string }>(sql`
		select i.kind, i.value, m.country from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as w(kind text, value text)
		join identities i on i.kind = w.kind and i.value = w.value
		join customers c on c.id = i.customer_id
		join customers m on m.id = coalesce(c.merged_into, c.id) where m.country is not null`);
	const byKey = new Map(found.rows.map(({ kind, value, country }) => [`${kind}\n${value}`, country]));
	return (call) => {
		for (const mention of mentionsOf(call, fallback).filter(isNameOf)) {
			const country = byKey.get(keyOf(mention));
			if (country) return country;
		}
		return fallback;
	};
}

function isNameOf({ kind }: Mention): boolean {
	return kind !== 'phone';
}
