import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRandom } from '@/demo/random';

/** `npx tsx acceptance/make-sample.ts` writes `sample.ndjson` again, always the same: a year of 60 invented households. */
const EVENTS = 500;
const START = Date.UTC(2025, 0, 6, 8);
const STEP_MS = 17 * 3_600_000;
const PRICES: Record<string, number> = {
	'FLUID MILK PRODUCTS': 1.49,
	'BAKED BREAD/BUNS/ROLLS': 2.2,
	CHEESE: 4.75,
	'SOFT DRINKS': 1.99,
	'FROZEN PIZZA': 6.49,
	'HAIR CARE PRODUCTS': 7.9,
	BEEF: 11.35,
};

const random = createRandom(20_250_106);
const lines: string[] = [];
let lastOrder: object | undefined;

for (let index = 0; index < EVENTS; index++) {
	const at = new Date(START + index * STEP_MS).toISOString();
	const userId = `home-${String(random.whole(1, 60)).padStart(3, '0')}`;
	const kind = random.weighted([
		['order', 80],
		['identify', 6],
		['campaign', 8],
		['coupon', 3],
		['again', 3],
	] as const);
	if (kind === 'identify') write({ type: 'identify', userId, timestamp: at, traits: { age: '35-44' } });
	else if (kind === 'campaign') track('Campaign Received', { campaign_id: String(random.whole(1, 9)) });
	else if (kind === 'coupon') track('Coupon Redeemed', { coupon_id: `sample-${index}` });
	// A till that sends an order twice, as another message: one enrollment all the same.
	else if (kind === 'again' && lastOrder) write({ ...lastOrder, messageId: `again-${index}` });
	else track('Order Completed', order(index));

	function track(event: string, properties: object): void {
		const call = { type: 'track', event, messageId: `sample-${index}`, userId, timestamp: at, properties };
		if (event === 'Order Completed') lastOrder = call;
		write(call);
	}
}
writeFileSync(path.join(import.meta.dirname, 'sample.ndjson'), `${lines.join('\n')}\n`);

function order(index: number): object {
	const products = random.some(Object.keys(PRICES), random.whole(1, 4)).map((category) => {
		const quantity = random.whole(1, 3);
		return { product_id: `p-${category.length}`, category, quantity, price: PRICES[category] ?? 0 };
	});
	const cents = products.reduce((sum, { price, quantity }) => sum + Math.round(price * 100) * quantity, 0);
	// What a till does not know is null; a few totals sit exactly on the journey's limit.
	const total = random.chance(0.05) ? 20 : cents / 100;
	return { order_id: `o-${index}`, store_id: random.chance(0.1) ? null : 'auber-paris', total, products };
}

function write(call: object): void {
	lines.push(JSON.stringify(call));
}
