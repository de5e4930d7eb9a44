import { sql } from 'drizzle-orm';
import { db } from '@/db/client';
import { saveOffer } from '@/db/offers';
import { ensurePartitions } from '@/db/partitions';
import { offerDraft } from '@/lib/offer';
import type { Lab } from '@/scripts/testing/lab';
import { referenceJourney } from '@/scripts/testing/reference-journey';
import { EVENLY, evenly } from './evenly';
import { percentile, print } from './figure';

/**
 * Milliseconds to redeem a voucher at 50 a second, each once, among so many customers who were given one of a pool of the
 * retailer's codes: in one offer with a total limit, by the journey that they are waiting in. Beside it: a page that asks
 * nothing, at the same rate.
 */
export async function redeem(lab: Lab, customers: number): Promise<void> {
	await furnish(await lab.publish({ ...referenceJourney(), name: 'Gave vouchers' }), customers);
	const authorization = `Bearer ${lab.secretKey}`;
	const ask = (path: string, init: RequestInit = {}) =>
		fetch(`${lab.url}${path}`, init).then(async (response) => ({ response, body: await response.text() }));
	const till = (n: number) =>
		ask(`/v1/vouchers/BENCH${(n * 7919) % customers}/redeem`, {
			method: 'POST',
			headers: { authorization, 'content-type': 'application/json' },
			body: JSON.stringify({
				...{ redemption_id: `receipt-${n}`, store_id: 'web' },
				properties: { order_id: `order-${n}`, total: 49.9 },
			}),
		});
	const { body } = await till(EVENLY);
	if (!body.includes('"state":"redeemed"')) throw new Error(`not redeemed: ${body}`);

	const bare = await evenly(() => ask('/healthz'));
	const ours = await evenly(till);
	print('POST /v1/vouchers/…/redeem, p50', 'ms', percentile(ours, 0.5), percentile(bare, 0.5));
	print('POST /v1/vouchers/…/redeem, p95', 'ms', percentile(ours, 0.95), percentile(bare, 0.95));
}

async function furnish(journeyId: string, count: number): Promise<void> {
	await ensurePartitions([new Date()]);
	const draft = offerDraft.parse({
		...{ name: 'Bench', title: 'Ten off', discount: { kind: 'amount', value: 1000, currency: 'EUR' } },
		...{ codes: 'pool', limit_total: count, limit_per_customer: 1 },
	});
	await saveOffer(db(), { id: 'bench', revision: 0, ...draft }, 'bench');
	await db().execute(sql`
		insert into offer_codes (code, written, offer_id, state)
		select 'BENCH' || n, 'BENCH-' || n, 'bench', case when n < ${count}::int then 'leased' else 'free' end
		from generate_series(0, ${2 * count}::int) n`);
	await db().execute(sql`
		with made as (insert into customers (id) select gen_random_uuid() from generate_series(1, ${count}) returning id),
		numbered as (select id, gen_random_uuid() as enrollment, row_number() over () - 1 as n from made),
		named as (
			insert into identities (kind, value, customer_id, source) select 'user_id', 'given-' || n, id, 'bench' from numbered),
		entered as (
			insert into enrollments (id, journey_id, version_id, customer_id, entry_key, status, trigger, entered_at, ended_at, state)
			select enrollment, v.journey_id, v.id, c.id, 'bench-' || n, 'ended',
				jsonb_build_object('name', 'Order Completed', 'properties', jsonb_build_object('order_id', 'o' || n)), now(), now(), '{}'
			from numbered c, (select id, journey_id from journey_versions where journey_id = ${journeyId}) v)
		insert into vouchers (code, written, enrollment_id, node_id, visit, customer_id, store_id, title, expires_at, offer_id)
		select 'BENCH' || n, 'BENCH-' || n, enrollment, 'voucher', 1, id, (select min(id) from stores), 'Ten off',
			now() + interval '30 days', 'bench' from numbered`);
	await db().execute(sql`analyze`);
}
