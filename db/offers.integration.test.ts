import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { POST as redeemRoute } from '@/app/v1/vouchers/[code]/redeem/route';
import type { JsonObject } from '@/lib/event';
import { offerDraft } from '@/lib/offer';
import { ago, enter, hear } from '@/workflows/testing/by-hand';
import { fixtures } from '@/workflows/testing/fixtures';
import { edges, node, pause, when } from '@/workflows/testing/graphs';
import { createKey } from './api-keys';
import { db } from './client';
import { customerPicture } from './customer-picture';
import { leaseVoucher } from './lease-voucher';
import { addCodes, archiveOffer, loadOffer, saveOffer } from './offers';
import { loadProfile } from './profiles';
import { redeemVoucher } from './redeem-voucher';
import { decideConflict, listConflicts } from './redemption-conflicts';
import { customers, events, steps, stores, vouchers } from './schema';
import { loadVoucher } from './voucher-views';
import { issueVoucher } from './vouchers';

vi.mock('@/channels/deliver', () => import('@/workflows/testing/channel'));
vi.mock('next/headers', () => import('@/auth/testing/next-headers'));
vi.mock('next-intl/server', () => import('@/auth/testing/next-intl-server'));

const h = fixtures();
let key = '';
beforeAll(async () => {
	key = await createKey(db(), { kind: 'secret', name: 'till' });
	for (const id of ['lyon', 'paris'])
		await db()
			.insert(stores)
			.values({
				...{ id, name: id, address: '1 rue', postalCode: '69001', city: id, country: 'FR' },
				...{ latitude: 45.7, longitude: 4.8, timeZone: 'Europe/Paris' },
			})
			.onConflictDoNothing();
});
beforeEach(async () => {
	await h.configure({});
	await h.archiveAll();
});

let made = 0;
async function offer(change: JsonObject = {}) {
	const draft = offerDraft.parse({ name: 'Ten', title: '10 € off', discount: { kind: 'gift' }, ...change });
	return (await saveOffer(db(), { id: `offer-${Date.now()}-${++made}`, revision: 0, ...draft }, 'system')).id;
}
const codes = (n: number) => Array.from({ length: n }, () => uuid().toUpperCase()).join('\n');
const lease = (offerId: string, customerId: string, change: Partial<{ enrollmentId: string; again: boolean }> = {}) =>
	leaseVoucher(db(), {
		offerId,
		again: change.again ?? false,
		customerIds: [customerId],
		drawn: {
			...{ enrollmentId: change.enrollmentId ?? uuid(), nodeId: 'v', visit: 1, customerId, storeId: 'lyon' },
			...{ title: '', terms: '', expiresAt: new Date(Date.now() + 86_400_000) },
		},
	});

describe('an offer', () => {
	test('is never given more often than its limit or its pool allows, whoever asks at the same time', async () => {
		const customers = await Promise.all(Array.from({ length: 12 }, () => h.customer({ email: null, phone: null })));
		await fc.assert(
			fc.asyncProperty(
				fc.option(fc.integer({ min: 1, max: 8 })),
				fc.option(fc.integer({ min: 1, max: 3 })),
				fc.option(fc.nat(8)),
				fc.array(fc.nat(11), { minLength: 1, maxLength: 16 }),
				async (total, each, pool, askers) => {
					const id = await offer({
						...{ limit_total: total, limit_per_customer: each },
						codes: pool === null ? 'generated' : 'pool',
					});
					if (pool) await addCodes(db(), id, codes(pool), 'system');
					const given = await Promise.all(askers.map((n) => lease(id, customers[n] ?? '')));
					const hers = (n: number) =>
						askers.filter((asker, at) => asker === n && !('noneLeft' in (given[at] ?? {}))).length;
					const all = given.filter((one) => !('noneLeft' in one)).length;
					const wanted = [...new Set(askers)].reduce(
						(sum, n) => sum + Math.min(askers.filter((asker) => asker === n).length, each ?? Number.POSITIVE_INFINITY),
						0,
					);
					expect(all).toBe(Math.min(wanted, total ?? Number.POSITIVE_INFINITY, pool ?? Number.POSITIVE_INFINITY));
					for (const n of askers) expect(hers(n)).toBeLessThanOrEqual(each ?? Number.POSITIVE_INFINITY);
					const rows = await db().select().from(vouchers).where(eq(vouchers.offerId, id));
					expect(rows).toHaveLength(all);
				},
			),
			{ numRuns: 20 },
		);
	});

	test('says why there is none: not begun, over, not at this store, archived', async () => {
		const zoe = await h.customer();
		const [past, future] = [new Date(ago(1, 'h')).toISOString(), new Date(Date.now() + 3_600_000).toISOString()];
		expect(await lease(await offer({ valid_from: future }), zoe)).toEqual({ noneLeft: 'offer-to-come' });
		expect(await lease(await offer({ valid_until: past }), zoe)).toEqual({ noneLeft: 'offer-over' });
		expect(await lease(await offer({ stores: ['paris'] }), zoe)).toEqual({ noneLeft: 'not-at-this-store' });
		const gone = await offer();
		await archiveOffer(db(), gone, 'system');
		expect(await lease(gone, zoe)).toEqual({ noneLeft: 'offer-over' });
		await expect(lease('never-made', zoe)).rejects.toThrow('there is no offer “never-made”');
	});

	test('gives a voucher without a store to whom no store can be told, and where it holds on the web only', async () => {
		const [nowhere, paris] = [await h.customer({ timeZone: 'America/Martinique' }), await h.customer()];
		await db().update(customers).set({ homeStoreId: 'paris' }).where(eq(customers.id, paris));
		const give = async (customerId: string, offerId: string | null, choose: 'home' | 'none' = 'home') => {
			const wanted = {
				...{ enrollmentId: uuid(), nodeId: 'v', visit: 1, title: 'Ten', terms: '', validFor: 'P1D' },
				...{ clock: Date.parse('2030-05-01T10:00:00Z'), store: { choose } },
				offer: offerId ? { offerId, again: false } : null,
				customer: await loadProfile(db(), customerId),
			};
			return issueVoucher(db(), wanted);
		};
		const [web, lyon, anywhere] = [
			await offer({ stores: ['web'] }),
			await offer({ stores: ['lyon'] }),
			await offer({ stores: [] }),
		];
		// The end of her own day, for there is no store to close.
		expect(await give(nowhere, anywhere)).toMatchObject({
			storeId: null,
			expiresAt: Date.parse('2030-05-03T03:59:59.999Z'),
		});
		expect(await give(paris, anywhere)).toMatchObject({ storeId: 'paris' });
		expect(await give(paris, web)).toMatchObject({ storeId: null });
		expect(await give(paris, lyon)).toEqual({ noneLeft: 'not-at-this-store' });
		expect(await give(nowhere, lyon)).toBeNull();
		expect(await give(nowhere, lyon, 'none')).toMatchObject({ storeId: null });
		expect(await give(nowhere, null)).toBeNull();
		expect(await give(paris, null, 'none')).toMatchObject({ storeId: null });

		const given = await give(nowhere, web);
		if (!given || 'noneLeft' in given) throw new Error('no voucher');
		expect(await loadVoucher(db(), given.code)).toMatchObject({ store: null, places: [null] });
		expect((await customerPicture(db(), nowhere, Date.now())).vouchers[0]).toMatchObject({
			code: given.code,
			store: null,
		});
		const redeem = (storeId: string) => redeemVoucher(db(), given.code, { key: uuid(), storeId });
		expect(await redeem('paris')).toEqual({ status: 'not-here' });
		expect(await redeem('web')).toMatchObject({ status: 'redeemed' });
	});

	test('ends its vouchers with itself', async () => {
		const soon = new Date(Date.now() + 3_600_000);
		const voucher = await lease(await offer({ valid_until: soon.toISOString() }), await h.customer());
		expect(voucher).toMatchObject({ expiresAt: soon, title: '10 € off' });
	});

	test('takes its codes from a file, all or none, and names the bad lines', async () => {
		const id = await offer({ codes: 'pool' });
		const bad = await addCodes(db(), id, 'code\nAAAA-1111\nx\naaaa1111\nBBBB-2222;note\nÉÉÉÉ', 'system');
		expect(bad).toEqual({
			added: 0,
			badTotal: 3,
			bad: [
				{ line: 3, written: 'x', why: 'short' },
				{ line: 4, written: 'aaaa1111', why: 'twice' },
				{ line: 6, written: 'ÉÉÉÉ', why: 'characters' },
			],
		});
		expect(await loadOffer(db(), id)).toMatchObject({ left: 0 });
		const [one, two, three] = codes(3).split('\n');
		expect(await addCodes(db(), id, `${one}\n${two}`, 'system')).toMatchObject({ added: 2 });
		expect(await addCodes(db(), id, `${three}\n${two}`, 'system')).toMatchObject({
			added: 0,
			bad: [{ line: 2, why: 'known' }],
		});
		expect(await loadOffer(db(), id)).toMatchObject({ left: 2 });
	});
});

const step = (id: string, offerId: string) =>
	node(id, 'web-to-store', { offer: offerId, store: { choose: 'given', storeId: 'lyon' }, validFor: 'P14D' });

describe('a journey', () => {
	const reminding = (offerId: string) => ({
		nodes: [
			when('Product Added'),
			step('v', offerId),
			pause('p', 'P1D'),
			step('w', offerId),
			node('yes', 'exit', { outcome: 'given' }),
			node('no', 'exit', { outcome: 'none' }),
		],
		edges: edges('t>v', 'v.issued>p', 'v.none-left>no', 'p.done>w', 'w.issued>yes', 'w.none-left>no'),
	});

	test('gives the same voucher again in a reminder', async () => {
		const id = await offer({ limit_per_customer: 1, release_at_exit: 'never' });
		await h.publish(reminding(id));
		const zoe = await h.customer();
		const hand = await enter(h, zoe, 'Product Added', { cart_id: 'c' });
		await hand.timeOut();
		expect(await hand.row()).toMatchObject({ outcome: 'given' });
		expect(await db().select().from(vouchers).where(eq(vouchers.customerId, zoe))).toMatchObject([{ state: 'issued' }]);
		const { id: enrollment } = await hand.row();
		const evidence = await db()
			.select({ e: steps.evidence, n: steps.nodeId })
			.from(steps)
			.where(eq(steps.enrollmentId, enrollment));
		const codeAt = (n: string) => evidence.find((row) => row.n === n)?.e.code;
		expect(codeAt('w')).toBe(codeAt('v'));
	});

	test('reminds nobody of a voucher that was used meanwhile', async () => {
		const id = await offer();
		await h.publish(reminding(id));
		const zoe = await h.customer();
		const hand = await enter(h, zoe, 'Product Added', { cart_id: 'c' });
		const [voucher] = await db().select().from(vouchers).where(eq(vouchers.customerId, zoe));
		await redeemVoucher(db(), voucher?.code ?? '', { key: uuid(), storeId: 'lyon' });
		await hand.timeOut();
		expect(await hand.row()).toMatchObject({ outcome: 'none' });
		expect((await db().select().from(steps).where(eq(steps.why, 'already-used'))).length).toBeGreaterThan(0);
	});

	test('leaves by “none left”, with the reason, when the pool is empty', async () => {
		const id = await offer({ codes: 'pool' });
		await h.publish(reminding(id));
		const hand = await enter(h, await h.customer(), 'Product Added', { cart_id: 'c' });
		expect(await hand.row()).toMatchObject({ outcome: 'none' });
		expect(await h.pathOf((await hand.row()).id)).toEqual(['v:none-left']);
	});

	test('that ends without having sent it gives the voucher back, and its code goes to the next customer', async () => {
		const id = await offer({ codes: 'pool' });
		await addCodes(db(), id, codes(1), 'system');
		await h.publish(reminding(id));
		const [zoe, lea] = [await h.customer(), await h.customer()];
		const hand = await enter(h, zoe, 'Product Added', { cart_id: 'c' });
		expect(await lease(id, lea)).toEqual({ noneLeft: 'pool-empty' });
		await hand.timeOut();
		expect(await loadOffer(db(), id)).toMatchObject({ left: 1, issued: 0, released: 1 });
		expect(await lease(id, lea)).toMatchObject({ customerId: lea, state: 'issued' });
	});

	test('that sent it leaves it to her, unless the offer takes back what is unused; the code is nobody else’s', async () => {
		for (const [release_at_exit, figures] of [
			['unsent', { issued: 1, released: 0, left: 0 }],
			['unused', { issued: 0, released: 1, left: 0 }],
		] as const) {
			const id = await offer({ codes: 'pool', release_at_exit });
			await addCodes(db(), id, codes(1), 'system');
			await h.archiveAll();
			await h.publish({
				nodes: [
					when('Product Added'),
					step('v', id),
					node('m', 'send-sms', { body: '{{ voucher.code }}' }),
					node('x', 'exit', { outcome: 'sent' }),
				],
				edges: edges('t>v', 'v.issued>m', 'm.sent>x'),
			});
			const zoe = await h.customer();
			await enter(h, zoe, 'Product Added', { cart_id: 'c' });
			expect(await h.sendsOf(zoe)).toHaveLength(1);
			expect(await loadOffer(db(), id), release_at_exit).toMatchObject(figures);
		}
	});
});

describe('a voucher', () => {
	const post = async (code: string, body: JsonObject) => {
		const request = new Request(`http://localhost:3000/v1/vouchers/${code}/redeem`, {
			method: 'POST',
			headers: { authorization: `Bearer ${key}` },
			body: JSON.stringify(body),
		});
		const response = await redeemRoute(request, { params: Promise.resolve({ code }) });
		return { status: response.status, ...(await response.json()) };
	};
	const given = async (change: JsonObject = {}) => {
		const zoe = await h.customer();
		const id = await offer(change);
		const voucher = await lease(id, zoe);
		if ('noneLeft' in voucher) throw new Error(voucher.noneLeft);
		return { zoe, id, code: voucher.code };
	};
	const stateOf = async (code: string) => (await db().select().from(vouchers).where(eq(vouchers.code, code)))[0]?.state;

	test('shown at ten tills at once is used at one; the others are told when and where', async () => {
		const { code, zoe } = await given();
		const answers = await Promise.all(
			Array.from({ length: 10 }, (_, n) => post(code, { redemption_id: `r-${n}`, store_id: 'lyon' })),
		);
		const [won] = answers.filter(({ status }) => status === 200);
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
		expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
		expect(answers.find(({ status }) => status === 409)).toMatchObject({
			error: { code: 'already-redeemed' },
			redemption: { redeemed_at: won.redeemed_at, store_id: 'lyon', redemption_id: won.redemption_id },
		});
		const told = await db().select().from(events).where(eq(events.customerId, zoe));
		expect(told.filter(({ name }) => name === 'Coupon Redeemed')).toHaveLength(1);
	});

	test('used at a till that was offline is reported late, at its own time, and heard as such', async () => {
		const { code, zoe } = await given();
		const at = new Date(ago(2, 'h')).toISOString();
		expect(await post(code, { redemption_id: 'r', store_id: 'lyon', redeemed_at: at })).toMatchObject({
			status: 200,
			redeemed_at: at,
		});
		const [event] = await db().select().from(events).where(eq(events.customerId, zoe));
		expect(event?.effectiveAt.toISOString()).toBe(at);
		expect(event?.knownAt.getTime()).toBeGreaterThan(ago(1, 'min'));
	});

	test('that was used elsewhere when the late report comes is a conflict, kept once, that a person decides once', async () => {
		const { code, id } = await given();
		await post(code, { redemption_id: 'web-1', store_id: 'web' });
		const late = { redemption_id: 'till-1', store_id: 'lyon', redeemed_at: new Date(ago(2, 'h')).toISOString() };
		const first = await post(code, late);
		expect(first).toMatchObject({ status: 409, error: { code: 'conflict' }, redemption: { store_id: 'web' } });
		expect((await post(code, late)).conflict_id).toBe(first.conflict_id);
		expect(await listConflicts(db(), id)).toMatchObject([
			{ id: first.conflict_id, storeId: 'lyon', found: 'redeemed', firstStoreId: 'web', decision: null },
		]);
		expect(await loadOffer(db(), id)).toMatchObject({ conflicts: 1, redeemed: 1 });
		const { person } = await import('@/auth/testing/people');
		const { id: userId } = await person('editor');
		await decideConflict(db(), { id: first.conflict_id, decision: 'goodwill', note: 'her day' }, userId);
		await expect(
			decideConflict(db(), { id: first.conflict_id, decision: 'charge-back', note: '' }, userId),
		).rejects.toThrow('decided already');
		expect(await loadOffer(db(), id)).toMatchObject({ conflicts: 0 });
	});

	test('is refused where its offer does not hold', async () => {
		const { code } = await given({ stores: ['lyon'] });
		expect(await post(code, { redemption_id: 'r', store_id: 'paris' })).toMatchObject({
			status: 409,
			error: { code: 'not-here', field: 'store_id' },
		});
	});

	test('of an order that is paid back as a whole is given back as its offer says; of a part it stays used', async () => {
		for (const [at_refund, after] of [
			['usable', 'issued'],
			['release', 'released'],
			['keep', 'redeemed'],
		] as const) {
			const { code, zoe } = await given({ at_refund });
			await hear(
				h,
				zoe,
				'Order Completed',
				{ order_id: code, total: 80, coupon: code, store_id: 'lyon' },
				{ at: ago(3, 'min') },
			);
			expect(await stateOf(code)).toBe('redeemed');
			await hear(h, zoe, 'Order Refunded', { order_id: code, total: 20 });
			expect(await stateOf(code), at_refund).toBe('redeemed');
			await hear(h, zoe, 'Order Refunded', { order_id: code, total: 60 });
			expect(await stateOf(code), at_refund).toBe(after);
		}
	});

	test('given back after a cancelled order is used again, and journeys hear it again', async () => {
		const { code, zoe } = await given();
		await post(code, { redemption_id: 'r1', store_id: 'web', properties: { order_id: `o-${code}` } });
		await hear(h, zoe, 'Order Cancelled', { order_id: `o-${code}` });
		expect(await post(code, { redemption_id: 'r2', store_id: 'lyon' })).toMatchObject({ status: 200 });
		const told = await db().select().from(events).where(eq(events.customerId, zoe));
		expect(told.filter(({ name }) => name === 'Coupon Redeemed')).toHaveLength(2);
	});
});
