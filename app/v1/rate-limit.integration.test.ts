import { sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { createKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { takeTokens } from './rate-limit';
import { receive } from './receive';

vi.stubEnv('EVENTS_PER_SECOND', '10');

function batch(key: string, count: number) {
	const events = Array.from({ length: count }, () => ({ type: 'track', userId: 'u', event: 'Cart Viewed' }));
	return receive(
		new Request('http://localhost/v1/batch', {
			method: 'POST',
			body: JSON.stringify({ batch: events }),
			headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
		}),
		'batch',
	);
}

test('who sends too many events is told when to try again, and nothing of what was refused is kept', async () => {
	const key = await createKey(db(), { kind: 'write', name: 'busy' });
	const other = await createKey(db(), { kind: 'write', name: 'quiet' });
	expect((await batch(key, 40)).status).toBe(200);
	const refused = await batch(key, 20);
	expect(refused.status).toBe(429);
	expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
	expect(await refused.json()).toMatchObject({ success: false, error: { code: 'rate-limited' } });
	const kept = await db().execute<{ n: number }>(sql`select count(*)::int as n from events`);
	expect(kept.rows).toEqual([{ n: 40 }]);
	expect((await batch(other, 1)).status).toBe(200);
});

test('the limit holds by the second, a burst is four seconds of it, and no batch waits for ever', () => {
	const at = 1_000_000;
	expect(takeTokens('k', 40, at)).toBe(0);
	expect(takeTokens('k', 15, at)).toBe(2);
	expect(takeTokens('k', 15, at + 1500)).toBe(0);
	expect(takeTokens('large', 5000, at)).toBe(0);
	expect(takeTokens('large', 1, at)).toBe(1);
});
