import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Rule } from '@/lib/condition';
import { db } from './client';
import { matchesNow } from './rule-matches';

const FRENCH: Rule = { type: 'property', of: 'customer', path: 'country', op: 'equals', value: 'FR' };
const NOW = Date.UTC(2026, 10, 24, 9);
const idOf = (n: number) => `0190a0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

beforeAll(async () => {
	await db().execute(sql`
		insert into customers (id, country, traits)
		select ('0190a0a0-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, case when n % 4 = 0 then 'FR' else 'BE' end,
			jsonb_build_object('first_name', 'Zoé ' || n)
		from generate_series(1, 4000) n`);
	await db().execute(sql`update customers set merged_into = ${idOf(1)} where id in (${idOf(4)}, ${idOf(8)})`);
	await db().execute(sql`update customers set erased_at = now() where id = ${idOf(12)}`);
});

test('counts who matches among all customers, those merged and those erased left out, and names some', async () => {
	const { examples, ...counted } = await matchesNow(db(), FRENCH, NOW);
	expect(counted).toEqual({ matching: 997, total: 3997, estimated: false });
	expect(examples).toHaveLength(5);
	for (const { id, name } of examples) expect(name).toBe(`Zoé ${Number(id.slice(-12))}`);
});

test('a rule that would take too long is counted on a sample, and the answer says so', async () => {
	const { matching, total, estimated } = await matchesNow(db(), FRENCH, NOW, 0);
	expect({ total, estimated }).toEqual({ total: 3997, estimated: true });
	// Three times the deviation that a sample of this size has.
	expect(Math.abs(matching - 997)).toBeLessThan(170);
});
