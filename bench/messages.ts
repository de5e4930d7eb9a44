import { sql } from 'drizzle-orm';
import { db } from '@/db/client';
import { ensurePartitions } from '@/db/partitions';
import type { Lab } from '@/scripts/testing/lab';
import { evenly } from './evenly';
import { percentile, print } from './figure';

/**
 * Milliseconds to `GET /v1/messages` at 50 requests a second among so many customers, each with a message that waits and
 * one that she has seen, and ten events. Beside it: a page that asks nothing, at the same rate.
 */
export async function messages(lab: Lab, customers: number): Promise<void> {
	await furnish(customers);
	const visitor = (n: number) => `bench-${(n * 7919) % customers}`;
	const ask = (path: string) =>
		fetch(`${lab.url}${path}`).then(async (response) => ({ response, body: await response.text() }));
	const asked = (n: number) => `/v1/messages?writeKey=${lab.writeKey}&slot=home&anonymousId=${visitor(n)}`;
	const { body } = await ask(asked(1));
	if (!body.includes('"title":"waiting"') || body.includes('"title":"seen"'))
		throw new Error(`not what waits: ${body}`);

	const bare = await evenly(() => ask('/healthz'));
	const ours = await evenly((n) => ask(asked(n)));
	print('GET /v1/messages, p50', 'ms', percentile(ours, 0.5), percentile(bare, 0.5));
	print('GET /v1/messages, p95', 'ms', percentile(ours, 0.95), percentile(bare, 0.95));
}

async function furnish(count: number): Promise<void> {
	await ensurePartitions([new Date()]);
	await db().execute(sql`
		with made as (insert into customers (id) select gen_random_uuid() from generate_series(1, ${count}) returning id),
		numbered as (select id, row_number() over () - 1 as n from made),
		named as (insert into identities (kind, value, customer_id, source) select 'anonymous_id', 'bench-' || n, id, 'bench' from numbered),
		placed as (
			insert into site_messages (id, key, customer_id, enrollment_id, slot, name, title, max_displays, until)
			select gen_random_uuid(), title || ':' || id, id, id, 'home', title, title, 1, now() + interval '1 day'
			from numbered, unnest(array['waiting', 'seen']) as title returning id, customer_id, title)
		insert into events (seq, effective_at, received_at, known_at, message_id, type, name, properties, customer_id, source)
		select nextval('event_seq'), now(), now(), now(), gen_random_uuid()::text, 'track', 'Message Displayed',
			jsonb_build_object('message_id', id), customer_id, 'bench' from placed where title = 'seen'
		union all
		select nextval('event_seq'), now(), now(), now(), gen_random_uuid()::text, 'track', 'Product Viewed', '{}', id, 'bench'
		from numbered, generate_series(1, 9)`);
	await db().execute(sql`analyze`);
}
