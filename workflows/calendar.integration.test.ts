import { beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../db/client';
import { journeysUsing } from '../db/operation-journeys';
import { archiveOperation, loadOperation, saveOperation, tellOperations } from '../db/operations';
import { enrollments, eventIds, eventQueue, fanOuts, operations, products } from '../db/schema';
import { type OperationDraft, operationDraft } from '../lib/operation';
import { fanOutOnce } from './fan-out';
import { byHand, dispatchAll, enter, hear } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { edges, node, pause, when } from './testing/graphs';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

const h = fixtures();
const HOUR = 3_600_000;
const from = (hours: number) => new Date(Date.now() + hours * HOUR);
const put = (id: string, starts: number, ends: number, more: Partial<OperationDraft> = {}) => {
	const dates = { starts_at: from(starts).toISOString(), ends_at: from(ends).toISOString() };
	return saveOperation(db(), { id, ...operationDraft.parse({ name: id, ...dates, ...more }) }, 'system');
};
async function tellAll(at = from(0)): Promise<void> {
	while ((await tellOperations(db(), at)) > 0);
	while ((await fanOutOnce(db())) > 0);
}
beforeEach(async () => {
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
	await db().delete(eventQueue);
	await db().delete(enrollments);
	await db().delete(operations);
	// As if each test's operation were the first of its id.
	await db().delete(eventIds);
});

describe('a journey that runs only during an operation', () => {
	const during = {
		nodes: [when('Store Entered'), pause('w', 'P30D')],
		edges: edges('t>w'),
		settings: { operation: 'sales' },
	};
	test('lets in while it runs, and everybody out at its end', async () => {
		await put('sales', -1, 1);
		const { journeyId } = await h.publish(during);
		await tellAll();
		const hand = await enter(h, await h.customer(), 'Store Entered', { store_id: 'lyon' });
		expect(await journeysUsing(db(), await loadOperation(db(), 'sales'))).toMatchObject([
			{ id: journeyId, uses: ['during'], entered: 1 },
		]);
		await tellAll(from(2));
		expect(await hand.wake()).toBe('over');
		expect((await hand.row()).outcome).toBe('operation-ended');
	});
	test('lets nobody in before it starts, nor when it was called off', async () => {
		await put('sales', 1, 2);
		await h.publish(during);
		const zoe = await h.customer();
		await hear(h, zoe, 'Store Entered', { store_id: 'lyon' });
		expect(await h.enrollmentsOf(zoe)).toEqual([]);
		await put('sales', -1, 2);
		await archiveOperation(db(), 'sales', 'system');
		await hear(h, zoe, 'Store Entered', { store_id: 'lyon' });
		expect(await h.enrollmentsOf(zoe)).toEqual([]);
	});
	test('carries an event without a customer to nobody before it starts', async () => {
		await put('sales', 1, 2);
		const anybody = { type: 'lifecycle', stages: ['suspect'] };
		await h.publish({
			...during,
			nodes: [when('Stock Changed', { audience: { mode: 'rule', who: anybody } }), pause('w', 'P30D')],
		});
		await h.event(null, 'Stock Changed', { product_id: 'lamp', quantity: 3 });
		await tellAll();
		expect(await db().select().from(fanOuts)).toEqual([]);
	});
	test('lets everybody out when it is archived while it runs', async () => {
		await put('sales', -1, 9);
		await h.publish(during);
		await tellAll();
		const hand = await enter(h, await h.customer(), 'Store Entered', { store_id: 'lyon' });
		await archiveOperation(db(), 'sales', 'system');
		await tellAll();
		expect((await hand.row()).wake).toMatchObject({ by: 'exit', outcome: 'operation-ended' });
	});
	test('cannot be published for an operation that is not in the calendar', async () => {
		await expect(h.publish(during)).rejects.toThrow('unknown-operation');
	});
});

test('a journey starts with an operation, for those it is meant for, and branches on what it is for', async () => {
	await db()
		.insert(products)
		.values({ id: 'bear', name: 'Bear', category: 'toys', priceMinor: 900, currency: 'EUR' })
		.onConflictDoNothing();
	await put('toys-week', -1, 1, { categories: ['toys'] });
	await put('easter', -1, 1);
	const vip = { type: 'property', of: 'customer', path: 'traits.vip', op: 'equals', value: true };
	const { journeyId } = await h.publish({
		nodes: [
			when('Operation Started', {
				where: { type: 'property', of: 'event', path: 'operation_id', op: 'equals', value: 'toys-week' },
				audience: { mode: 'rule', who: vip },
				maxAge: 'P7D',
			}),
			node('c', 'condition', {
				branches: [
					{
						port: 'toys',
						when: { type: 'operation', operationId: 'toys-week', running: true, product: { id: 'bear' } },
					},
				],
			}),
			node('toys', 'exit', { outcome: 'toys' }),
		],
		edges: edges('t>c', 'c.toys>toys'),
	});
	const [zoe, ann] = [await h.customer({ traits: { vip: true } }), await h.customer()];
	await tellAll();
	await dispatchAll();
	expect(await h.enrollmentsOf(ann)).toEqual([]);
	const [row] = await h.enrollmentsOf(zoe);
	const hand = await byHand(row?.id ?? '');
	expect(await hand.go()).toBe('over');
	expect((await hand.row()).outcome).toBe('toys');
	expect(await journeysUsing(db(), await loadOperation(db(), 'toys-week'))).toMatchObject([
		{ id: journeyId, uses: ['starts', 'branches'], entered: 1 },
	]);
	expect(await journeysUsing(db(), await loadOperation(db(), 'easter'))).toEqual([]);
});
