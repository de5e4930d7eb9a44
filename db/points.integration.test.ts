import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { POST as redeem } from '@/app/v1/points/redeem/route';
import type { JsonObject } from '@/lib/event';
import { enter } from '@/workflows/testing/by-hand';
import { fixtures } from '@/workflows/testing/fixtures';
import { edges, node, when } from '@/workflows/testing/graphs';
import { createKey } from './api-keys';
import { db } from './client';
import { mergeCustomers } from './merge';
import { balanceOf, givePoints, spendPoints } from './points';
import { loadProfile } from './profiles';
import { customers, events, points, steps } from './schema';

vi.mock('next/headers', () => import('@/auth/testing/next-headers'));
vi.mock('next-intl/server', () => import('@/auth/testing/next-intl-server'));

const h = fixtures();
const TIERS = [
	{ name: 'Silver', from: 100 },
	{ name: 'Gold', from: 500 },
];
beforeEach(async () => {
	await h.configure({ tiers: TIERS });
	await h.archiveAll();
});

const change = (customerId: string, amount: number, key = uuid()) => ({
	...{ customerId, points: amount, key },
	reason: 'test',
	source: 'test',
	at: new Date(),
});
const heard = async (customerId: string) =>
	(await db().select().from(events).where(eq(events.customerId, customerId)).orderBy(events.seq)).map(
		({ name, properties }) => ({ name, ...properties }),
	);

describe('points', () => {
	test('given twice under one key are given once', async () => {
		const zoe = await h.customer();
		const once = change(zoe, 60);
		await Promise.all([givePoints(db(), once), givePoints(db(), once)]);
		expect(await balanceOf(db(), [zoe])).toMatchObject({ points: 60 });
		expect(await heard(zoe)).toEqual([{ name: 'Points Given', points: 60, balance: 60, reason: 'test' }]);
	});

	test('never go below zero, whoever spends them at the same time', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat(30),
				fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 8 }),
				async (given, wanted) => {
					const zoe = await h.customer({ email: null, phone: null });
					if (given > 0) await givePoints(db(), change(zoe, given));
					const spent = await Promise.all(wanted.map((amount) => spendPoints(db(), change(zoe, amount))));
					const taken = wanted.filter((_, n) => spent[n]?.status === 'spent').reduce((sum, amount) => sum + amount, 0);
					const { points: left } = await balanceOf(db(), [zoe]);
					expect(left).toBe(given - taken);
					expect(left).toBeGreaterThanOrEqual(0);
					for (const [n, amount] of wanted.entries())
						if (spent[n]?.status === 'not-enough') expect(amount).toBeGreaterThan(left);
				},
			),
			{ numRuns: 15 },
		);
	});

	test('bring a customer into a tier, once, and spending them does not take it away', async () => {
		const zoe = await h.customer();
		expect(await givePoints(db(), change(zoe, 99))).toMatchObject({ tier: null });
		expect(await givePoints(db(), change(zoe, 1))).toMatchObject({ tier: 'Silver' });
		await spendPoints(db(), change(zoe, 80));
		expect(await balanceOf(db(), [zoe])).toEqual({ points: 20, earned: 100, tier: 'Silver' });
		expect((await heard(zoe)).filter(({ name }) => name === 'Tier Changed')).toEqual([
			{ name: 'Tier Changed', from: null, to: 'Silver', points_earned: 100 },
		]);
	});

	test('of two profiles that turn out to be one are hers together', async () => {
		const [master, other] = [await h.customer(), await h.customer()];
		await givePoints(db(), change(master, 60));
		await givePoints(db(), change(other, 60));
		await db().transaction((tx) => mergeCustomers(tx, master, other));
		expect((await loadProfile(db(), other)).facts).toMatchObject({ id: master, points: 120, tier: 'Silver' });
		await spendPoints(db(), change(other, 110));
		expect((await loadProfile(db(), master)).facts).toMatchObject({ points: 10 });
	});
});

describe('a journey that gives a point for each euro', () => {
	const drawn = (amount: Record<string, string | number>) => ({
		nodes: [
			when('Order Completed'),
			node('g', 'give-points', { amount, reason: 'Order {{ event.order_id }}' }),
			node('yes', 'exit', { outcome: 'given' }),
			node('no', 'exit', { outcome: 'failed' }),
		],
		edges: edges('t>g', 'g.given>yes', 'g.failed>no'),
	});

	test('gives the same for an order on the web and for one at a till', async () => {
		await h.publish(drawn({ by: 'total', perUnit: 1 }));
		const orders: JsonObject[] = [
			{ order_id: 'web-1', total: 39.9 },
			{ order_id: 'till-1', total: 39.9, store_id: 'lyon' },
		];
		for (const order of orders) {
			const zoe = await h.customer();
			const hand = await enter(h, zoe, 'Order Completed', order);
			expect(await hand.row()).toMatchObject({ outcome: 'given' });
			expect(await db().select().from(points).where(eq(points.customerId, zoe))).toMatchObject([
				{ delta: 39, reason: `Order ${order.order_id}` },
			]);
		}
	});

	test('gives them once, also when the worker died before it could say so', async () => {
		await h.publish(drawn({ by: 'fixed', points: 50 }));
		const zoe = await h.customer();
		const hand = await enter(h, zoe, 'Order Completed', { order_id: 'o-1' });
		const { id, journeyId } = await hand.row();
		await givePoints(db(), { ...change(zoe, 50, `${id}:g:0`), source: `journey:${journeyId}` });
		expect(await balanceOf(db(), [zoe])).toMatchObject({ points: 50 });
	});

	test('fails with the reason when the order has no total', async () => {
		await h.publish(drawn({ by: 'total', perUnit: 1 }));
		const hand = await enter(h, await h.customer(), 'Order Completed', { order_id: 'o-1' });
		const { id, ...row } = await hand.row();
		expect(row).toMatchObject({ outcome: 'failed', error: expect.stringContaining('no total') });
		// For whoever looks into it, in her language.
		const [step] = await db().select().from(steps).where(eq(steps.enrollmentId, id));
		expect(step?.evidence).toMatchObject({ words: { fr: 'l’événement déclencheur n’a pas de total' } });
	});
});

describe('the till spends points', () => {
	let key = '';
	beforeAll(async () => {
		key = await createKey(db(), { kind: 'secret', name: 'till' });
	});
	const post = async (body: unknown) => {
		const request = new Request('http://localhost:3000/v1/points/redeem', {
			method: 'POST',
			headers: { authorization: `Bearer ${key}` },
			body: JSON.stringify(body),
		});
		const response = await redeem(request, { params: Promise.resolve({}) });
		return { status: response.status, ...(await response.json()) };
	};

	test('by her phone number as she says it, once for a receipt', async () => {
		const zoe = await h.customer({ phone: '+33612345678' });
		await givePoints(db(), change(zoe, 100));
		const receipt = { redemption_id: uuid(), points: 30, customer: { phone: '06 12 34 56 78' }, store_id: 'lyon' };
		expect(await post(receipt)).toMatchObject({ status: 200, balance: 70, tier: 'Silver' });
		expect(await post(receipt)).toMatchObject({ status: 200, balance: 70 });
		expect(await post({ ...receipt, points: 31 })).toMatchObject({ status: 409, error: { code: 'already-used' } });
		expect((await heard(zoe)).at(-1)).toMatchObject({ name: 'Points Spent', points: 30, store_id: 'lyon' });
	});

	test('and is told when there are not enough, or nobody is known by that', async () => {
		const zoe = await h.customer();
		const wanted = { redemption_id: uuid(), points: 1 };
		expect(await post({ ...wanted, customer: { id: zoe } })).toMatchObject({
			status: 409,
			error: { code: 'not-enough-points', field: 'points' },
		});
		expect(await post({ ...wanted, customer: { loyalty_card: 'nobody’s' } })).toMatchObject({ status: 404 });
		expect(await post({ ...wanted, customer: {} })).toMatchObject({ status: 400, error: { field: 'customer' } });
		expect(await db().select().from(customers).where(eq(customers.id, zoe))).toHaveLength(1);
	});
});
