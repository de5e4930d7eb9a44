import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { db } from './client';
import { eventsSeen, traitsSeen } from './events-catalogue';
import { ensurePartitions } from './partitions';

const AT = Date.UTC(2026, 10, 20, 9);
const idOf = (n: number) => `0190a0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

async function cameIn(name: string, n: number, properties: object): Promise<void> {
	const at = new Date(AT + n * 60_000);
	await db().execute(sql`
		insert into events (effective_at, received_at, known_at, message_id, type, name, properties, customer_id, source)
		values (${at}, ${at}, ${at}, ${`${name}-${n}`}, 'track', ${name}, ${JSON.stringify(properties)}, ${idOf(n % 3)}, 'test')`);
}

beforeAll(async () => {
	await ensurePartitions([new Date(AT)]);
	for (let n = 0; n < 6; n++)
		await cameIn('Order Completed', n, {
			...{ total: n === 5 ? '12' : 12, store_id: 'S1', email: `only${n % 3}@example.test`, note: '' },
			products: [{ category: 'shoes' }, { category: n === 0 ? 'bags' : 'shoes' }],
		});
	await cameIn('Store Entered', 9, { store_id: 'S2' });
	await db().execute(sql`
		insert into customers (id, traits) values (${idOf(0)}, '{"city":"Paris","points":3}'), (${idOf(1)}, '{"city":"Paris"}')`);
});

test('names what came in, how often and when last, the most frequent first', async () => {
	const seen = await eventsSeen(db());
	expect(seen.map(({ properties: _, ...event }) => event)).toEqual([
		{ name: 'Order Completed', count: 6, more: false, lastAt: AT + 5 * 60_000 },
		{ name: 'Store Entered', count: 1, more: false, lastAt: AT + 9 * 60_000 },
	]);
});

test('tells of each property its kinds, how many have it, and its frequent values', async () => {
	const [order] = await eventsSeen(db());
	const properties = new Map(order?.properties.map(({ path, ...one }) => [path, one]));
	expect(properties.get('total')).toEqual({ kinds: ['number', 'text'], share: 1, values: [12] });
	expect(properties.get('products[].category')).toEqual({ kinds: ['text'], share: 1, values: ['shoes'] });
	expect(properties.get('products')).toMatchObject({ kinds: ['list'], values: [] });
	expect(properties.has('note')).toBe(false);
});

test('a value that only one customer has is hers, and is not offered to anybody', async () => {
	const [order] = await eventsSeen(db());
	expect(order?.properties.find(({ path }) => path === 'email')).toMatchObject({ kinds: ['text'], values: [] });
});

test('tells the same of traits', async () => {
	expect(await traitsSeen(db())).toEqual([
		{ path: 'city', kinds: ['text'], share: 1, values: ['Paris'] },
		{ path: 'points', kinds: ['number'], share: 0.5, values: [] },
	]);
});
