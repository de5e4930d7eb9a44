import { callsOf } from './calls';

/**
 * What segments, scores and stages must come of a file of orders at an instant, worked out from the file alone: plain
 * loops, nothing of Parcours. The segments are those of `household-segments.ts`, the stages the ones a retailer starts
 * with, the scores look back a year.
 */
export type Expected = {
	/** `household segment`. */
	segments: string[];
	/** `household recency frequency monetary orders cents`: tenths from 1 to 10. */
	scores: string[];
	/** `household stage`. */
	stages: string[];
};

type Order = { id: string; at: number; cents: number; total: number; milk: boolean };
type Household = { orders: Order[]; coupons: number; campaigns: number; age: string; home: string };

const DAY = 86_400_000;

export async function expectedOf(file: string, now: number): Promise<Expected> {
	const households = new Map<string, Household>();
	for await (const call of callsOf(file)) {
		const one = households.get(call.userId) ?? { orders: [], coupons: 0, campaigns: 0, age: '', home: '' };
		households.set(call.userId, one);
		if (call.type === 'identify') {
			one.age = String(call.traits?.age ?? one.age);
			one.home = String(call.traits?.home_ownership ?? one.home);
		}
		if (call.event === 'Coupon Redeemed') one.coupons++;
		if (call.event === 'Campaign Received') one.campaigns++;
		if (call.event === 'Order Completed') {
			const { order_id, total, products } = call.properties as {
				order_id: string;
				total: number;
				products: { category: string | null }[];
			};
			one.orders.push({
				id: order_id,
				at: Date.parse(call.timestamp),
				cents: Math.round(total * 100),
				total,
				milk: products.some(({ category }) => category === 'FLUID MILK PRODUCTS'),
			});
		}
	}

	const bought = new Map<string, { last: number; times: number; cents: number }>();
	for (const [who, { orders }] of households) {
		const distinct = new Map(orders.toReversed().map((order) => [order.id, order]));
		const year = [...distinct.values()].filter(({ at }) => at > now - 365 * DAY);
		if (year.length === 0) continue;
		bought.set(who, {
			last: Math.max(...year.map(({ at }) => at)),
			times: year.length,
			cents: year.reduce((sum, { cents }) => sum + cents, 0),
		});
	}
	const tenth = (measure: 'last' | 'times' | 'cents') => {
		const sorted = [...bought.values()].map((b) => b[measure]).sort((a, b) => a - b);
		const cuts = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => sorted[Math.ceil((n * sorted.length) / 10) - 1] as number);
		return (value: number) => cuts.filter((cut) => cut < value).length + 1;
	};
	const [recency, frequency, monetary] = [tenth('last'), tenth('times'), tenth('cents')];

	const expected: Expected = { segments: [], scores: [], stages: [] };
	for (const [who, { orders, coupons, campaigns, age, home }] of households) {
		const within = (days: number) => orders.filter(({ at }) => at > now - days * DAY);
		let stage = 'suspect';
		if (orders.length >= 1) stage = 'customer';
		if (within(365).length >= 3) stage = 'loyal';
		if (orders.length >= 1 && within(180).length === 0) stage = 'dormant';
		expected.stages.push(`${who} ${stage}`);

		const hers = bought.get(who);
		const tenths = hers ? [recency(hers.last), frequency(hers.times), monetary(hers.cents)] : [];
		if (hers) expected.scores.push([who, ...tenths, hers.times, hers.cents].join(' '));

		const segments: Record<string, boolean> = {
			champions: tenths.length > 0 && tenths.every((n) => n >= 9),
			'quiet for 30 days': orders.length >= 1 && within(30).length === 0,
			'milk drinkers': within(90).filter(({ milk }) => milk).length >= 5,
			'big baskets': within(60).filter(({ total }) => total >= 100).length >= 2,
			'coupon clippers': coupons >= 1,
			'deaf to campaigns': campaigns >= 3 && coupons === 0,
			'older home owners': home === 'Homeowner' && ['55-64', '65+'].includes(age),
			loyal: stage === 'loyal',
		};
		for (const [name, inside] of Object.entries(segments)) if (inside) expected.segments.push(`${who} ${name}`);
	}
	return expected;
}
