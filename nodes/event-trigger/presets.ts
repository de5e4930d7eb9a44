import type { HistoryTest, PropertyTest, Rule } from '@/lib/condition';
import type { Preset } from '../define';

/** The event that starts the journey says this. */
const says = (path: string, op: PropertyTest['op'], value?: PropertyTest['value']): PropertyTest => ({
	type: 'property',
	of: 'event',
	path,
	op,
	value,
});
const ofEvent = (path: string) => ({ from: 'trigger' as const, path });
const PAID_BACK = { event: 'Order Refunded', same: 'order_id' };

/** She did it with the product that the event names under `named`. */
function did(
	event: string,
	at: string,
	{ within, named = 'product_id', ...more }: { within: string; named?: string } & Partial<HistoryTest>,
): Rule {
	const where = says(at, 'equals', ofEvent(named));
	return { type: 'history', event, count: { op: 'at-least', n: 1 }, within, where, ...more };
}
const bought = (within: string, more: { named?: string } & Partial<HistoryTest> = {}) =>
	did('Order Completed', 'products[].product_id', { within, without: [PAID_BACK], ...more });
const notBought = bought('P30D', { count: { op: 'at-most', n: 0 } });
const viewed = did('Product Viewed', 'product_id', { within: 'P30D' });
const inBasket = did('Product Added', 'product_id', { within: 'P7D' });
const hisStore: Rule = {
	type: 'property',
	of: 'customer',
	path: 'homeStoreId',
	op: 'equals',
	value: ofEvent('store_id'),
};
const all = (...rules: Rule[]): Rule => ({ type: 'all', rules });
const once = { mode: 'never' } as const;
const weekly = { mode: 'after', duration: 'P7D' } as const;

/** Triggers that every retailer wants: they fill in the form, and the marketer goes on from there. */
export const presets: Preset[] = [
	{
		id: 'back-in-stock',
		label: { en: 'Back in stock', fr: 'De retour en stock' },
		config: {
			event: 'Stock Changed',
			where: says('quantity', 'greater-than', 0),
			key: 'product_id',
			reentry: weekly,
			audience: { mode: 'rule', who: all(viewed, notBought) },
		},
	},
	{
		id: 'back-in-my-store',
		label: { en: 'Back in stock at her store', fr: 'De retour dans son magasin' },
		config: {
			event: 'Stock Changed',
			where: says('quantity', 'greater-than', 0),
			key: 'product_id',
			reentry: weekly,
			audience: {
				mode: 'rule',
				who: all(hisStore, viewed, notBought),
				order: { by: 'recent', event: 'Product Viewed' },
				limit: { kind: 'property', path: 'quantity' },
			},
		},
	},
	{
		id: 'price-drop',
		label: { en: 'Price drop', fr: 'Baisse de prix' },
		config: {
			event: 'Price Changed',
			where: says('price', 'less-than', ofEvent('price_before')),
			key: 'product_id',
			reentry: weekly,
			audience: { mode: 'rule', who: all({ type: 'any', rules: [viewed, inBasket] }, notBought) },
		},
	},
	{
		id: 'new-model',
		label: { en: 'New model of what she just bought', fr: 'Nouveau modèle de ce qu’elle vient d’acheter' },
		config: {
			event: 'Product Launched',
			where: says('replaces', 'is-set'),
			key: 'product_id',
			reentry: once,
			audience: { mode: 'rule', who: bought('P14D', { named: 'replaces' }) },
		},
	},
	{
		id: 'low-stock',
		label: { en: 'Nearly sold out', fr: 'Bientôt épuisé' },
		config: {
			event: 'Stock Changed',
			where: all(says('quantity', 'at-least', 1), says('quantity', 'at-most', 3)),
			key: 'product_id',
			reentry: weekly,
			audience: {
				mode: 'rule',
				who: all(inBasket, notBought),
				order: { by: 'recent', event: 'Product Added' },
				limit: { kind: 'property', path: 'quantity' },
			},
		},
	},
	{
		id: 'operation-starts',
		label: { en: 'An operation starts', fr: 'Une opération commence' },
		config: {
			event: 'Operation Started',
			where: says('operation_id', 'equals', ''),
			key: 'operation_id',
			reentry: once,
			// Told late, after an outage, it is still news as long as it runs.
			maxAge: 'P7D',
			audience: { mode: 'rule', who: { type: 'lifecycle', stages: ['customer', 'loyal', 'ambassador'] } },
		},
	},
	{
		id: 'store-closed',
		label: { en: 'Her store is closed', fr: 'Son magasin est fermé' },
		config: { event: 'Store Closed', key: 'store_id', audience: { mode: 'rule', who: hisStore } },
	},
	{
		id: 'trend-crossed',
		label: { en: 'A trend crosses its threshold', fr: 'Une tendance franchit son seuil' },
		config: {
			event: 'Trend Crossed',
			where: says('trend_name', 'equals', ''),
			reentry: weekly,
			audience: { mode: 'rule', who: all(inBasket, notBought) },
		},
	},
];
