import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { readCall } from '@/lib/segment';
import { silent } from './progress';
import { PART_NAMES } from './registry';
import { startScratchStack } from './scratch';

async function until(what: string, holds: () => Promise<boolean>, patience = 40_000): Promise<void> {
	for (const since = Date.now(); Date.now() - since < patience; await sleep(200))
		if (await holds().catch(() => false)) return;
	throw new Error(`still not, after ${patience / 1000} s: ${what}`);
}

test('every part that is killed while events come in comes back by itself, and no acknowledged event is lost', async () => {
	const said: string[] = [];
	const stack = await startScratchStack('supervised', {
		run: { outbox: true, worker: true, web: 'none' },
		progress: { ...silent, say: (text) => said.push(text) },
		supervise: true,
		durable: true,
	});
	// As the web app takes events in, with its pool; the configuration is read when the database's module is loaded.
	process.env.DATABASE_URL = stack.env.DATABASE_URL;
	const { closeDb, db } = await import('@/db/client');
	const { ingest } = await import('@/db/ingest');
	const acknowledged: string[] = [];
	let refused: unknown;
	let open = true;
	const shop = async () => {
		for (let n = 0; open; n++) {
			const messageId = `supervised-${n}`;
			const receivedAt = new Date();
			const call = { type: 'track', event: 'Product Viewed', messageId, userId: `u${n % 20}`, properties: { n } };
			const read = readCall(call, { receivedAt: receivedAt.getTime() });
			await ingest(db(), [read], { source: 'test', receivedAt, history: false }).then(
				() => acknowledged.push(messageId),
				// Refused while Postgres is away: a client would send it again.
				(error: unknown) => {
					refused = error;
					return sleep(50);
				},
			);
			await sleep(10);
		}
	};
	const count = async (query: ReturnType<typeof sql>) => Number((await db().execute<{ n: string }>(query)).rows[0]?.n);
	try {
		const shopping = shop();
		const victims = PART_NAMES.filter((name) => name !== 'web');
		for (const name of victims) {
			const before = stack.part(name).pid();
			const taken = acknowledged.length;
			await until(`events come in before ${name} is killed`, async () => acknowledged.length > taken + 20);
			await stack.part(name).kill('SIGKILL');
			await until(`${name} is back`, async () => said.includes(`  ✓ ${name} is back`));
			expect(stack.part(name).pid()).not.toBe(before);
		}
		const taken = acknowledged.length;
		await until('events come in again', async () => acknowledged.length > taken + 20);
		open = false;
		await shopping;
		await until(
			'everything is dispatched',
			async () => (await count(sql`select count(*) as n from event_queue`)) === 0,
		);
		const kept = await db().execute<{ id: string }>(sql`select message_id as id from events`);
		const ids = new Set(kept.rows.map(({ id }) => id));
		expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
		expect(kept.rows).toHaveLength(ids.size);
	} catch (error) {
		throw new Error(`${said.join('; ')}; last refusal: ${refused}`, { cause: error });
	} finally {
		open = false;
		await closeDb();
		await stack.stop();
	}
	for (const name of PART_NAMES) if (name !== 'web') expect(stack.part(name).pid()).toBeUndefined();
}, 180_000);
