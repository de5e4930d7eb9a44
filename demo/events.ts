import type { JsonObject } from '@/lib/event';
import type { DemoCustomer } from './people';
import { storeOf } from './people';
import type { Random } from './random';
import { type DemoProduct, PRODUCTS, STORES } from './retailer';

/** A call of the Segment spec, as a site or a till would send it. */
export type DemoCall = {
	type: 'track' | 'identify';
	event?: string;
	messageId?: string;
	userId?: string;
	anonymousId?: string;
	timestamp?: string;
	properties?: JsonObject;
	traits?: JsonObject;
};

const DAY_MS = 86_400_000;

export function identifyCall(customer: DemoCustomer, at: Date): DemoCall {
	const {
		userId,
		anonymousId,
		firstName,
		lastName,
		email,
		phone,
		loyaltyCard,
		loyaltyTier,
		birthday,
		city,
		postalCode,
		country,
		locale,
		timeZone,
		homeStoreId,
		consents,
	} = customer;
	return {
		type: 'identify',
		messageId: `demo-identify-${userId}`,
		...{ userId, anonymousId },
		timestamp: at.toISOString(),
		traits: {
			first_name: firstName,
			last_name: lastName,
			email,
			...(phone ? { phone } : {}),
			...(loyaltyCard ? { loyalty_card: loyaltyCard } : {}),
			...(loyaltyTier ? { loyalty_tier: loyaltyTier } : {}),
			birthday,
			address: { city, postalCode, country },
			...{ country, locale, time_zone: timeZone },
			...(homeStoreId ? { home_store_id: homeStoreId } : {}),
			consents: {
				...(consents.email === undefined ? {} : { email: consents.email }),
				...(consents.sms === undefined ? {} : { sms: consents.sms }),
			},
		},
	};
}

export function lineOf(product: DemoProduct, quantity = 1): JsonObject {
	return {
		product_id: product.id,
		name: product.name,
		category: product.category,
		price: product.priceMinor / 100,
		quantity,
		url: product.url,
	};
}

export function orderCall(
	customer: DemoCustomer,
	random: Random,
	at: Date,
	orderId: string,
	options: { delivered: boolean; cartId?: string },
): DemoCall {
	const lines = random.some(PRODUCTS, random.whole(1, 4)).map((product) => lineOf(product, random.whole(1, 2)));
	const total = lines.reduce((sum, line) => sum + Number(line.price) * Number(line.quantity), 0);
	return {
		type: 'track',
		event: 'Order Completed',
		messageId: `demo-${orderId}`,
		userId: customer.userId,
		timestamp: at.toISOString(),
		properties: {
			order_id: orderId,
			...(options.cartId ? { cart_id: options.cartId } : {}),
			total: Math.round(total * 100) / 100,
			currency: 'EUR',
			products: lines,
			...(options.delivered
				? { promised_at: new Date(at.getTime() + 3 * DAY_MS).toISOString() }
				: { store_id: storeOf(customer, random) }),
		},
	};
}

/** A year of a customer's life with the shop, by her habit; nothing in it is newer than yesterday. */
export function pastOf(customer: DemoCustomer, random: Random, now: number): DemoCall[] {
	const orders = {
		regular: random.whole(4, 9),
		occasional: random.whole(1, 3),
		lapsed: random.whole(1, 3),
		browsing: 0,
	}[customer.habit];
	const newest = customer.habit === 'lapsed' ? 200 : 2;
	const calls = [identifyCall(customer, new Date(now - 365 * DAY_MS))];
	for (let n = 0; n < orders; n++) {
		const at = new Date(now - random.whole(newest, 360) * DAY_MS - random.whole(0, 12) * 3_600_000);
		const delivered = random.chance(0.5);
		calls.push(orderCall(customer, random, at, `H-${customer.userId}-${n}`, { delivered }));
		if (!delivered)
			calls.push({
				type: 'track',
				event: 'Store Entered',
				messageId: `demo-visit-${customer.userId}-${n}`,
				userId: customer.userId,
				timestamp: new Date(at.getTime() - 1_200_000).toISOString(),
				properties: { store_id: storeOf(customer, random) },
			});
	}
	for (let n = 0; n < random.whole(1, 5); n++) {
		const product = random.pick(PRODUCTS);
		const at = new Date(now - random.whole(newest, 60 + newest) * DAY_MS);
		calls.push({
			type: 'track',
			event: 'Product Viewed',
			messageId: `demo-view-${customer.userId}-${n}`,
			userId: customer.userId,
			timestamp: at.toISOString(),
			properties: lineOf(product),
		});
	}
	return calls;
}

/** What happens in the shop at one moment: the beginnings and ends of journeys. */
export function liveCalls(customer: DemoCustomer, random: Random, sequence: string): DemoCall[] {
	const cartId = `C-${sequence}`;
	const product = random.pick(PRODUCTS);
	const track = (event: string, properties: JsonObject): DemoCall => ({
		type: 'track',
		event,
		userId: customer.userId,
		properties,
	});
	return random.weighted<() => DemoCall[]>([
		[() => [track('Product Viewed', lineOf(product))], 35],
		[() => [track('Product Added', { cart_id: cartId, ...lineOf(product) })], 30],
		[
			() => [
				track('Product Added', { cart_id: cartId, ...lineOf(product) }),
				{
					...orderCall(customer, random, new Date(), `O-${sequence}`, { delivered: true, cartId }),
					messageId: `order-${sequence}`,
				},
			],
			15,
		],
		[
			() => [
				{
					...orderCall(customer, random, new Date(), `T-${sequence}`, { delivered: false }),
					messageId: `till-${sequence}`,
				},
			],
			8,
		],
		[() => [track('Store Entered', { store_id: storeOf(customer, random) })], 8],
		[
			() => [
				{
					type: 'track',
					event: 'Stock Changed',
					properties: { product_id: product.id, store_id: random.pick(STORES).id, quantity: random.whole(0, 20) },
				},
			],
			4,
		],
	])();
}
