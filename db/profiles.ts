import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Channel, channel } from '@/lib/channel';
import type { CustomerFacts } from '@/lib/condition';
import { json } from '@/lib/event';
import type { Tx } from './client';

/** A customer as gates, rules and templates see her, read through the whole merged set. */
export type Profile = {
	/** The master and everybody merged into it: whose events, sends and consents are hers. */
	ids: string[];
	facts: CustomerFacts;
	/** The latest decision by channel; a channel without one is absent. */
	consents: Partial<Record<Channel, boolean>>;
};

const row = z.object({
	id: z.uuid(),
	ids: z.array(z.uuid()),
	traits: z.record(z.string(), json),
	locale: z.string().nullable(),
	country: z.string().nullable(),
	time_zone: z.string().nullable(),
	home_store_id: z.string().nullable(),
	email: z.string().nullable(),
	phone: z.string().nullable(),
	consents: z.partialRecord(channel, z.boolean()).nullable(),
});

/** Profiles by the id asked for; an id that was merged answers with its master's profile (whose `facts.id` is the master's). */
export async function loadProfiles(tx: Tx, customerIds: string[]): Promise<Map<string, Profile>> {
	if (customerIds.length === 0) return new Map();
	const result = await tx.execute(sql`
		select asked.id, m.ids, c.traits, c.locale, c.country, c.time_zone, c.home_store_id,
			(select value from identities i where i.customer_id = any(m.ids) and i.kind = 'email' order by last_seen_at desc, value limit 1) as email,
			(select value from identities i where i.customer_id = any(m.ids) and i.kind = 'phone' order by last_seen_at desc, value limit 1) as phone,
			(select jsonb_object_agg(latest.channel, latest.granted) from (
				select distinct on (k.channel) k.channel, k.granted from consents k
				where k.customer_id = any(m.ids) order by k.channel, k.decided_at desc, k.id desc) latest) as consents
		from customers asked
		join customers c on c.id = coalesce(asked.merged_into, asked.id)
		cross join lateral (select array_agg(x.id order by x.id = c.id desc, x.id) as ids from (
			select c.id union all select f.id from customers f where f.merged_into = c.id) x) m
		where asked.id in ${customerIds}`);
	return new Map(
		result.rows.map((raw) => {
			const r = row.parse(raw);
			return [
				r.id,
				{
					ids: r.ids,
					facts: {
						id: r.ids[0] ?? r.id,
						email: r.email,
						phone: r.phone,
						locale: r.locale,
						country: r.country,
						timeZone: r.time_zone,
						homeStoreId: r.home_store_id,
						traits: r.traits,
					},
					consents: r.consents ?? {},
				},
			];
		}),
	);
}

/** @throws Error when there is no such customer. */
export async function loadProfile(tx: Tx, customerId: string): Promise<Profile> {
	const profile = (await loadProfiles(tx, [customerId])).get(customerId);
	if (!profile) throw new Error(`no customer ${customerId}`);
	return profile;
}
