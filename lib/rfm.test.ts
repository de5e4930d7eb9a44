import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Order, ordersIn } from './orders';
import { cutsOf, decilesOf, type Purchases, purchasesOf } from './rfm';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);
const order = (daysAgo: number, totalMinor: number, more: Partial<Order> = {}): Order => ({
	id: `${daysAgo}`,
	at: NOW - daysAgo * DAY,
	storeId: null,
	currency: 'EUR',
	totalMinor,
	refundedMinor: 0,
	returned: [],
	undone: false,
	lines: [],
	...more,
});
const year = { now: NOW, window: 'P365D', currency: 'EUR' };

describe('recency, frequency and monetary value', () => {
	test('count orders that stand, of the window, in the retailer’s currency', () => {
		const orders = [
			order(2, 1000),
			order(9, 2000, { refundedMinor: 500 }),
			order(5, 4000, { undone: true }),
			order(400, 8000),
			order(3, 700, { currency: 'USD' }),
		];
		expect(purchasesOf(orders, year)).toEqual({ lastOrderAt: NOW - 2 * DAY, orders: 3, spentMinor: 2500 });
	});

	test('stay figures, whatever nonsense a till once sent as a total', () => {
		const total = (amount: number, quantity: number) => ({
			order_id: `o${amount}`,
			total: amount,
			currency: '€€€',
			products: [{ product_id: 'x', price: amount, quantity }],
		});
		const events = [1e308, -1e308, 1e21].map((amount, seq) => ({
			...{ id: `e${seq}`, seq, type: 'track', name: 'Order Completed', at: NOW - DAY, receivedAt: NOW, knownAt: NOW },
			properties: total(amount, 1e300),
		}));
		const purchases = purchasesOf(ordersIn(events), { ...year, currency: '€€€' });
		expect(purchases?.orders).toBe(3);
		expect(Number.isSafeInteger(purchases?.spentMinor)).toBe(true);
	});

	test('are nothing for who bought nothing, or sent it back', () => {
		expect(purchasesOf([], year)).toBeNull();
		expect(purchasesOf([order(1, 100, { undone: true })], year)).toBeNull();
	});

	test('the best tenth of a hundred different buyers are ten, and have a ten', () => {
		const buyers: Purchases[] = Array.from({ length: 100 }, (_, i) => ({
			lastOrderAt: NOW - i * DAY,
			orders: i + 1,
			spentMinor: (i + 1) * 100,
		}));
		const cuts = cutsOf(buyers);
		const scored = buyers.map((buyer) => decilesOf(buyer, cuts));
		for (const measure of ['recency', 'frequency', 'monetary'] as const)
			for (let tenth = 1; tenth <= 10; tenth++) expect(scored.filter((s) => s[measure] === tenth)).toHaveLength(10);
		expect(scored[0]).toEqual({ recency: 10, frequency: 1, monetary: 1 });
	});

	test('who buys later, more often or for more never has a lower tenth; equals have the same', () => {
		const purchases = fc.record({
			lastOrderAt: fc.integer({ min: 0, max: 50 }),
			orders: fc.integer({ min: 1, max: 20 }),
			spentMinor: fc.integer({ min: 0, max: 500 }),
		});
		fc.assert(
			fc.property(fc.array(purchases, { minLength: 1, maxLength: 60 }), (buyers) => {
				const cuts = cutsOf(buyers);
				for (const a of buyers)
					for (const b of buyers) {
						const [of, than] = [decilesOf(a, cuts), decilesOf(b, cuts)];
						if (a.spentMinor >= b.spentMinor) expect(of.monetary).toBeGreaterThanOrEqual(than.monetary);
						if (a.lastOrderAt === b.lastOrderAt) expect(of.recency).toBe(than.recency);
						expect(of.frequency).toBeGreaterThanOrEqual(1);
						expect(of.frequency).toBeLessThanOrEqual(10);
					}
			}),
		);
	});
});
