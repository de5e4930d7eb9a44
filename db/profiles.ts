import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { CHANNELS, type Channel, channel } from '@/lib/channel';
import type { CustomerFacts, IdentityFact } from '@/lib/condition';
import { type Consents, DEFAULT_PURPOSE, type Decision, OWN_SOURCES, standingConsents } from '@/lib/consent';
import { json } from '@/lib/event';
import { STAGES } from '@/lib/lifecycle';
import { scores } from '@/lib/rfm';
import { WRITTEN_TO } from './addresses';
import type { Tx } from './client';

/** A customer as gates, rules and templates see her, read through the whole merged set. */
export type Profile = {
	/** The master and everybody merged into it: whose events, sends and consents are hers. */
	ids: string[];
	facts: CustomerFacts;
	identities: IdentityFact[];
	/** Her latest decision of each kind, by channel and purpose. */
	decisions: Decision[];
	/** What she agreed to, by channel and purpose. */
	consentsTo: Consents;
	/** Those to offers and news, by channel; a channel without a decision is absent. */
	consents: Partial<Record<Channel, boolean>>;
};

const decision = z.object({
	channel,
	purpose: z.string(),
	granted: z.boolean(),
	own: z.boolean(),
	at: z.number(),
	id: z.string(),
});
const stored = z.object({
	ids: z.array(z.uuid()),
	traits: z.record(z.string(), json),
	locale: z.string().nullable(),
	country: z.string().nullable(),
	timeZone: z.string().nullable(),
	homeStoreId: z.string().nullable(),
	lifecycle: z.enum(STAGES).nullable(),
	// Found again at her next review: what cannot be read of them must not keep her from being read.
	scores: scores.nullable().catch(null),
	segments: z.array(z.uuid()).nullable(),
	points: z.number(),
	tier: z.string().nullable(),
	email: z.string().nullable(),
	phone: z.string().nullable(),
	decisions: z.array(decision),
	identities: z.array(z.object({ kind: z.string(), verified: z.boolean() })),
});

/** The profile of a customer, or of whom she was merged into, as a column of a query; for `readProfile`. */
export function profileJson(customerId: SQL): SQL<unknown> {
	return sql<unknown>`(
		select jsonb_build_object('ids', m.ids, 'traits', c.traits, 'locale', c.locale, 'country', c.country,
			'timeZone', c.time_zone, 'homeStoreId', c.home_store_id,
			'lifecycle', c.lifecycle, 'scores', c.scores,
			'segments', (select jsonb_agg(s.segment_id) from segment_members s where s.customer_id = c.id),
			'email', (select value from identities i where i.customer_id = any(m.ids) and i.kind = 'email' order by ${WRITTEN_TO} limit 1),
			'phone', (select value from identities i where i.customer_id = any(m.ids) and i.kind = 'phone' order by ${WRITTEN_TO} limit 1),
			'identities', (select coalesce(jsonb_agg(jsonb_build_object('kind', i.kind, 'verified', i.verified)), '[]') from identities i where i.customer_id = any(m.ids)),
			'points', (select coalesce(sum(p.delta), 0) from points p where p.customer_id = any(m.ids)),
			'tier', (select t.name from workspace w, jsonb_to_recordset(w.settings -> 'tiers') as t(name text, "from" int)
				where w.id = 1 and t."from" <= (select coalesce(sum(p.delta), 0) from points p where p.customer_id = any(m.ids) and p.kind = 'earned')
				order by t."from" desc limit 1),
			'decisions', (select coalesce(jsonb_agg(latest), '[]') from (
				select distinct on (k.channel, k.purpose, own) k.channel, k.purpose, own, k.granted, k.id,
					(extract(epoch from k.decided_at) * 1000)::float8 as at
				from consents k, lateral (select k.source = any(${sql.param([...OWN_SOURCES])}::text[]) as own) said
				where k.customer_id = any(m.ids) order by k.channel, k.purpose, own, k.decided_at desc, k.id desc) latest))
		from customers asked
		join customers c on c.id = coalesce(asked.merged_into, asked.id)
		cross join lateral (select array_agg(x.id order by x.id = c.id desc, x.id) as ids from (
			select c.id union all select f.id from customers f where f.merged_into = c.id) x) m
		where asked.id = ${customerId})`;
}

export function readProfile(raw: unknown): Profile {
	const { ids, decisions, identities, email, phone, traits, lifecycle, segments, ...about } = stored.parse(raw);
	const [id] = ids;
	if (!id) throw new Error('a profile has its own id');
	const reviewed = { lifecycle: lifecycle ?? STAGES[0], segments: segments ?? [] };
	const consentsTo = standingConsents(decisions);
	const consents = Object.fromEntries(
		CHANNELS.flatMap((each) => {
			const granted = consentsTo[each]?.[DEFAULT_PURPOSE];
			return granted === undefined ? [] : [[each, granted]];
		}),
	);
	return {
		ids,
		facts: { id, email, phone, ...about, ...reviewed, traits },
		identities,
		decisions,
		consentsTo,
		consents,
	};
}

/** Profiles by the id asked for; an id that was merged answers with its master's profile (whose `facts.id` is the master's). */
export async function loadProfiles(tx: Tx, customerIds: string[]): Promise<Map<string, Profile>> {
	if (customerIds.length === 0) return new Map();
	const { rows } = await tx.execute<{ id: string; profile: unknown }>(sql`
		select who.id, ${profileJson(sql`who.id`)} as profile from customers who where who.id = any(${sql.param(customerIds)}::uuid[])`);
	return new Map(rows.map(({ id, profile }) => [id, readProfile(profile)]));
}

/** @throws Error when there is no such customer. */
export async function loadProfile(tx: Tx, customerId: string): Promise<Profile> {
	const profile = (await loadProfiles(tx, [customerId])).get(customerId);
	if (!profile) throw new Error(`no customer ${customerId}`);
	return profile;
}
