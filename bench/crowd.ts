import { sql } from 'drizzle-orm';
import { db } from '@/db/client';
import { ensurePartitions } from '@/db/partitions';

const MONTHS = 12;
const DAY_MS = 86_400_000;

/**
 * So many invented customers, as a retailer has them after a year: all with a visitor’s id, most with an email and some
 * with a card, consents, traits, and ten events each (four looks, two baskets, two orders, two visits) over the last
 * twelve months. They are recorded as history: nothing is dispatched. Anonymous ids are `crowd-0`, `crowd-1`, …; `from`:
 * how many there are already; without, whoever is there is gone first.
 */
export async function crowd(count: number, from = 0): Promise<void> {
	if (from === 0)
		await db().execute(sql`
			truncate customers, identities, consents, events, event_ids, event_queue, reviews, segment_members`);
	const now = Date.now();
	await ensurePartitions(Array.from({ length: MONTHS + 1 }, (_, n) => new Date(now - n * 30 * DAY_MS)));
	await db().execute(sql`
		with made as (
			insert into customers (id, traits, locale, country, lifecycle)
			select gen_random_uuid(), jsonb_build_object('first_name', 'Crowd ' || n, 'vip', n % 20 = 0, 'points', n % 500, 'city', (array['Lyon', 'Lille', 'Paris'])[1 + n % 3]),
				'fr-FR', (array['FR', 'FR', 'BE'])[1 + n % 3], (array['suspect', 'prospect', 'customer', 'loyal'])[1 + n % 4]
			from generate_series(${from}::int, ${from + count - 1}::int) n returning id),
		numbered as (select id, (row_number() over ())::int - 1 + ${from}::int as n from made),
		known as (
			insert into identities (kind, value, customer_id, source, verified)
			select 'anonymous_id', 'crowd-' || n, id, 'bench', false from numbered
			union all select 'email', 'crowd-' || n || '@example.test', id, 'bench', n % 2 = 0 from numbered where n % 10 < 7
			union all select 'loyalty_card', 'crowd-card-' || n, id, 'bench', true from numbered where n % 5 = 0),
		agreed as (
			insert into consents (id, customer_id, channel, granted, source, decided_at)
			select gen_random_uuid(), id, 'email', n % 4 > 0, 'identify', now() - interval '90 days' from numbered where n % 10 < 6)
		insert into events (seq, effective_at, received_at, known_at, message_id, type, name, properties, customer_id, source, history)
		select nextval('event_seq'), at, at, at, 'crowd-' || n || '-' || i, 'track',
			(array['Product Viewed', 'Product Viewed', 'Product Viewed', 'Product Viewed', 'Product Added', 'Product Added', 'Order Completed', 'Order Completed', 'Store Entered', 'Store Entered'])[i],
			case when i in (7, 8) then jsonb_build_object('order_id', 'o' || n || '-' || i, 'total', (n * 31 + i * 7) % 20000 / 100.0, 'currency', 'EUR',
					'products', jsonb_build_array(jsonb_build_object('product_id', 'p' || (n + i) % 300, 'category', 'c' || (n + i) % 12, 'price', 19.9, 'quantity', 1)))
				when i > 8 then jsonb_build_object('store_id', 's' || n % 40)
				else jsonb_build_object('product_id', 'p' || (n * i) % 300, 'category', 'c' || (n * i) % 12) end,
			id, 'bench', true
		from numbered, generate_series(1, 10) i,
			lateral (select now() - ((n::bigint * 7919 + i * 104729) % 31536000) * interval '1 second' as at) moment`);
	await db().execute(sql`analyze`);
	await db().execute(sql`vacuum`);
}
