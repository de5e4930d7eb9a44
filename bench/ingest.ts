import { sql } from 'drizzle-orm';
import { db, pool } from '@/db/client';
import { ensurePartitions } from '@/db/partitions';
import type { Lab } from '@/scripts/testing/lab';
import { abreast, batches, print, timed } from './figure';

const BATCH = 100;
const ABREAST = 4;

/**
 * Events a second over HTTP in batches of 100, each acknowledged after its commit. Beside it: the same rows as plain
 * multi-row INSERTs of 100 into a table like ours, with its indexes.
 */
export async function ingest(lab: Lab, count: number): Promise<void> {
	const calls = Array.from({ length: count }, (_, n) => ({
		type: 'track',
		messageId: `ingest-${n}`,
		userId: `reader-${n % 2000}`,
		event: 'Product Viewed',
		properties: PRODUCT,
		context: { library: { name: 'analytics-node', version: '3.1.0' } },
	}));
	// Everybody is known, as most are on an ordinary day.
	await lab.send(calls.slice(0, 2000).map(({ userId }) => ({ type: 'identify', userId, traits: { plan: 'gold' } })));
	await lab.settled(60_000);

	const ours = await timed(() => abreast(batches(calls, BATCH), ABREAST, lab.send));
	await lab.settled(60_000);

	const now = new Date();
	await ensurePartitions([now]);
	await db().execute(sql`create table plain_events (like events including all)`);
	const plain = await timed(() =>
		abreast(batches(calls, BATCH), ABREAST, (batch) => {
			const values = batch.flatMap(({ messageId, type, event, properties, context }) => [
				...[now, now, now, messageId, type, event],
				...[JSON.stringify(properties), JSON.stringify(context), null, 'plain'],
			]);
			const rows = batch.map((_, row) => `(${Array.from({ length: 10 }, (__, n) => `$${row * 10 + n + 1}`)})`);
			return pool().query(
				`insert into plain_events (effective_at, received_at, known_at, message_id, type, name, properties, context, customer_id, source)
				values ${rows.join()}`,
				values,
			);
		}),
	);
	print('ingest', 'events/s', count / ours, count / plain);
}

const PRODUCT = {
	product_id: 'vase-7',
	sku: 'V7-BLUE',
	name: 'Blue vase',
	category: 'Living room',
	brand: 'Auber',
	variant: 'blue',
	price: 39.9,
	currency: 'EUR',
	url: 'https://shop.example.com/vases/7',
	position: 3,
};
