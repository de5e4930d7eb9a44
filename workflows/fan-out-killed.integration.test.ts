import { sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { ensurePartitions } from '../db/partitions';
import { fanOuts } from '../db/schema';
import { ago } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { edges, pause, when } from './testing/graphs';
import { workUntilDone } from './testing/killed-workers';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

const h = fixtures();
const PEOPLE = 3000;
/** Every third of them looked at the product. */
const VIEWERS = PEOPLE / 3;

test('a launch that reaches a thousand customers lets in each once, though its workers are killed in mid-portion', async () => {
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
	const viewed = {
		type: 'history',
		event: 'Product Viewed',
		count: { op: 'at-least', n: 1 },
		within: 'P14D',
		where: {
			type: 'property',
			of: 'event',
			path: 'product_id',
			op: 'equals',
			value: { from: 'trigger', path: 'product_id' },
		},
	};
	const { journeyId } = await h.publish({
		nodes: [
			when('Product Launched', { key: 'product_id', audience: { mode: 'rule', who: viewed, perMinute: 100_000 } }),
			pause('w', 'P30D'),
		],
		edges: edges('t>w'),
	});
	const at = new Date(ago(2, 'd'));
	await ensurePartitions([at]);
	await db().execute(sql`
		with people as (insert into customers (id) select gen_random_uuid() from generate_series(1, ${PEOPLE}) returning id)
		insert into events (effective_at, received_at, known_at, message_id, type, name, properties, customer_id, source)
		select ${at.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz, gen_random_uuid()::text, 'track', 'Product Viewed',
			jsonb_build_object('product_id', case when row_number() over () % 3 = 0 then 'lamp-2' else 'lamp-1' end), id, 'test' from people`);
	await h.event(null, 'Product Launched', { product_id: 'lamp-2' });

	const over = async () => (await db().select().from(fanOuts)).some(({ state }) => state !== 'running');
	const kills = await workUntilDone({ over, kills: 4, everyMs: 100 });

	expect(kills, 'it was killed on the way').toBeGreaterThan(0);
	const entries = await db().execute<{ n: number; people: number }>(sql`
		select count(*)::int as n, count(distinct customer_id)::int as people from enrollments where journey_id = ${journeyId}`);
	expect(entries.rows).toEqual([{ n: VIEWERS, people: VIEWERS }]);
	expect(await db().select().from(fanOuts)).toMatchObject([
		{ total: PEOPLE, position: PEOPLE, entered: VIEWERS, postponed: 0 },
	]);
	const starts = await db().execute(
		sql`select 1 from commands c join enrollments e on e.id = c.enrollment_id where e.journey_id = ${journeyId}`,
	);
	expect(starts.rows).toHaveLength(VIEWERS);
});
