import type { JsonObject } from '@/lib/event';
import { type DemoCall, identifyCall, lineOf } from './events';
import type { DemoCustomer } from './people';
import { PRODUCTS } from './retailer';

const DAY_MS = 86_400_000;
const PARIS = 'auber-paris';

/** A customer whose life with the shop is told from the first click on, for whoever opens her page first. */
export const AGATHE: DemoCustomer = {
	userId: 'ma-agathe',
	anonymousId: 'demo-browser-agathe',
	...{ firstName: 'Agathe', lastName: 'Le Goff', email: 'agathe.legoff@example.test', phone: '+33639989900' },
	...{ loyaltyCard: '2907777777777', loyaltyTier: 'or', birthday: '1987-04-12' },
	...{ city: 'Paris', postalCode: '75011', country: 'FR', locale: 'fr-FR', timeZone: 'Europe/Paris' },
	homeStoreId: PARIS,
	consents: { email: true, sms: true },
	habit: 'regular',
};

const line = (name: string, quantity = 1): JsonObject => {
	const product = PRODUCTS.find((one) => one.name.startsWith(name));
	if (!product) throw new Error(`the demo sells no “${name}”`);
	return lineOf(product, quantity);
};
const total = (lines: JsonObject[]) =>
	lines.reduce((sum, { price, quantity }) => sum + Number(price) * Number(quantity), 0);

/** An advertisement, a newsletter, a first purchase in the store by card, parcels, a voucher, a call, and a basket that waits. */
export function storyOf(now: number): DemoCall[] {
	let told = 0;
	const on = (daysAgo: number, hour: number) =>
		new Date(now - daysAgo * DAY_MS + (hour - 12) * 3_600_000).toISOString();
	const did = (
		at: string,
		event: string,
		properties: JsonObject,
		who: Partial<DemoCall> = { userId: AGATHE.userId },
	) => ({
		...{ type: 'track' as const, messageId: `demo-story-${told++}`, timestamp: at, event, properties },
		...who,
	});
	const visitor = { anonymousId: AGATHE.anonymousId };
	const bought = (at: string, id: string, lines: JsonObject[], more: JsonObject = {}) =>
		did(at, 'Order Completed', { order_id: id, total: total(lines), currency: 'EUR', products: lines, ...more });
	const lin = line('Parure de lit');
	const vase = line('Vase en grès');
	return [
		did(on(124, 9), 'Ad Clicked', { campaign: 'linge-de-printemps', network: 'pinterest' }, visitor),
		did(on(124, 9.1), 'Product List Viewed', { category: 'Linge de maison' }, visitor),
		did(on(124, 9.2), 'Product Viewed', lin, visitor),
		{ ...identifyCall(AGATHE, new Date(on(123, 18))), messageId: 'demo-story-identify' },
		did(on(110, 15), 'Store Entered', { store_id: PARIS }),
		did(on(110, 15.3), 'Product Tried', { ...lin, store_id: PARIS }),
		bought(on(110, 15.7), 'T-agathe-1', [lin, line('Taie d’oreiller', 2)], {
			store_id: PARIS,
			receipt_id: 'R-agathe-1',
		}),
		bought(on(71, 21), 'O-agathe-2', [vase, line('Bougie au figuier', 2)], { promised_at: on(68, 12) }),
		did(on(68, 11), 'Order Delivered', { order_id: 'O-agathe-2', carrier: 'Colis Vert' }),
		did(on(60, 20), 'Product Reviewed', { product_id: String(vase.product_id), review_id: 'A-1', rating: 5 }),
		did(on(32, 16), 'Store Entered', { store_id: PARIS }),
		bought(on(32, 16.4), 'T-agathe-3', [line('Lampe de table')], { store_id: PARIS, coupon: 'ETE-10' }),
		did(on(32, 16.4), 'Coupon Redeemed', { coupon: 'ETE-10', order_id: 'T-agathe-3', store_id: PARIS }),
		bought(on(13, 13), 'O-agathe-4', [line('Plaid en laine')], { promised_at: on(10, 12) }),
		did(on(10, 17), 'Order Delivered', { order_id: 'O-agathe-4', carrier: 'Colis Vert' }),
		did(on(3, 10), 'Call Received', { reason: 'Entretien de la laine', seconds: 240, outcome: 'conseil donné' }),
		did(on(1, 20), 'Product Viewed', line('Tapis berbère')),
		did(on(1, 20.1), 'Product Added', { cart_id: 'C-agathe', ...line('Tapis berbère') }),
	];
}

/** What she earned with her orders: so many points, so many days ago. */
export const POINTS = [
	{ points: 220, daysAgo: 110, reason: 'Commande T-agathe-1' },
	{ points: 100, daysAgo: 71, reason: 'Commande O-agathe-2' },
	{ points: 95, daysAgo: 32, reason: 'Commande T-agathe-3' },
	{ points: 130, daysAgo: 13, reason: 'Commande O-agathe-4' },
];
