import type { Conversion } from './convert-value';
import type { JsonObject } from './event';
import { type Field, type LineField, type Mapping, type MappingRule, NOBODY, type PlainValue } from './mapping';
import { requiredOf } from './retail-events';

/**
 * Ready-made mappings to start from, each with a payload as such a system sends it: shown and mapped until the first real
 * one comes.
 */
export const TEMPLATES = ['shopify', 'till', 'erp', 'empty'] as const;
export type TemplateName = (typeof TEMPLATES)[number];
export type MappingTemplate = { mapping: Mapping; sample: { topic: string | null; payload: JsonObject } | null };

const at = (path: string, convert: Conversion = { as: 'same' }): PlainValue => ({ from: 'path', path, convert });
const point = { as: 'number', decimal: '.' } as const;
const comma = { as: 'number', decimal: ',' } as const;
const cents = { as: 'minor', digits: 2 } as const;
const may = (to: string, value: PlainValue): LineField => ({ to, required: false, value });
const must = (to: string, value: PlainValue): LineField => ({ to, required: true, value });
const lines = (to: string, path: string, fields: LineField[]): Field => ({
	...{ to, required: false },
	value: { from: 'lines', path, fields },
});
const NOW: MappingRule['timestamp'] = { path: '', format: 'iso', zone: 'UTC' };

/** Shopify’s `orders/create` and `orders/cancelled` (shopify.dev/docs/api/webhooks): amounts are texts with a point. */
const shopifyOrder: Pick<MappingRule, 'each' | 'who'> = {
	each: '',
	who: {
		...NOBODY,
		userId: 'customer.id',
		email: 'email | contact_email | customer.email',
		phone: 'phone | customer.phone',
	},
};
const shopify: MappingTemplate = {
	mapping: {
		rules: [
			{
				...shopifyOrder,
				id: 'order',
				when: [
					{ path: 'line_items', is: 'present', value: '' },
					{ path: 'cancelled_at', is: 'absent', value: '' },
				],
				becomes: { type: 'track', event: 'Order Completed' },
				messageId: 'id',
				timestamp: { path: 'created_at', format: 'iso', zone: 'UTC' },
				fields: [
					must('order_id', at('id')),
					may('cart_id', at('cart_token')),
					must('total', at('total_price', point)),
					may('tax', at('total_tax', point)),
					may('shipping', at('total_shipping_price_set.shop_money.amount', point)),
					may('discount', at('total_discounts', point)),
					may('currency', at('currency')),
					may('coupon', at('discount_codes[0].code')),
					lines('products', 'line_items', [
						may('product_id', at('product_id')),
						may('sku', at('sku')),
						may('name', at('title')),
						may('variant', at('variant_title')),
						may('brand', at('vendor')),
						may('price', at('price', point)),
						may('quantity', at('quantity')),
					]),
				],
			},
			{
				...shopifyOrder,
				id: 'cancelled',
				when: [{ path: 'cancelled_at', is: 'present', value: '' }],
				becomes: { type: 'track', event: 'Order Cancelled' },
				messageId: 'id',
				timestamp: { path: 'cancelled_at', format: 'iso', zone: 'UTC' },
				fields: [must('order_id', at('id')), may('total', at('total_price', point)), may('currency', at('currency'))],
			},
			{
				...shopifyOrder,
				id: 'customer',
				when: [{ path: 'customer.id', is: 'present', value: '' }],
				becomes: { type: 'identify' },
				messageId: '',
				timestamp: { path: 'updated_at | created_at', format: 'iso', zone: 'UTC' },
				fields: [
					may('first_name', at('customer.first_name')),
					may('last_name', at('customer.last_name')),
					may('locale', at('customer_locale')),
					may('country', at('shipping_address.country_code | billing_address.country_code')),
				],
			},
		],
	},
	sample: {
		topic: 'orders/create',
		payload: {
			id: 5_940_139_491_234,
			email: 'jon@example.com',
			created_at: '2026-11-24T18:32:10-05:00',
			updated_at: '2026-11-24T18:32:12-05:00',
			cancelled_at: null,
			name: '#1001',
			currency: 'EUR',
			total_price: '108.90',
			subtotal_price: '104.00',
			total_tax: '18.15',
			total_discounts: '10.00',
			total_shipping_price_set: { shop_money: { amount: '4.90', currency_code: 'EUR' } },
			financial_status: 'paid',
			cart_token: 'c1-68778783ad298f1c80c3bafcddeea02f',
			customer_locale: 'fr-FR',
			discount_codes: [{ code: 'AUTUMN10', amount: '10.00', type: 'fixed_amount' }],
			customer: {
				id: 6_147_919_642_668,
				email: 'jon@example.com',
				first_name: 'Jon',
				last_name: 'Martin',
				phone: '+33612345678',
			},
			line_items: [
				{
					id: 14_497_615_544_451,
					product_id: 8_469_201_158_275,
					variant_id: 44_858_553_761_923,
					sku: 'BOOT-38-BLK',
					title: 'Ankle boots',
					variant_title: '38 / Black',
					vendor: 'Auber',
					price: '89.00',
					quantity: 1,
				},
				{
					id: 14_497_615_544_452,
					product_id: 8_469_201_158_301,
					variant_id: 44_858_553_762_001,
					sku: 'SOCK-WOOL',
					title: 'Wool socks',
					variant_title: null,
					vendor: 'Auber',
					price: '12.50',
					quantity: 2,
				},
			],
			shipping_address: { first_name: 'Jon', last_name: 'Martin', zip: '69002', city: 'Lyon', country_code: 'FR' },
		},
	},
};

/** A till that writes as its country does: local time, a comma for decimals, lines in cents. */
const receipt = (id: string, type: string, event: string): MappingRule => ({
	id,
	when: [{ path: 'type', is: 'equal', value: type }],
	each: '',
	becomes: { type: 'track', event },
	who: { ...NOBODY, loyaltyCard: 'customer.card', email: 'customer.email', phone: 'customer.phone' },
	messageId: 'receipt',
	timestamp: { path: 'date', format: 'dd/MM/yyyy HH:mm:ss', zone: 'Europe/Paris' },
	fields: [
		must('order_id', at(id === 'return' ? 'originalReceipt | receipt' : 'receipt')),
		must('store_id', at('store', { as: 'text' })),
		must('total', at('total', comma)),
		may('currency', at('currency')),
		may('coupon', at('coupon')),
		...(id === 'sale' ? [may('receipt_id', at('receipt'))] : []),
		lines('products', 'lines', [
			must('product_id', at('article', { as: 'text' })),
			may('sku', at('ean', { as: 'text' })),
			may('name', at('label')),
			may('quantity', at('quantity', comma)),
			may('price', at('unitPriceCents', cents)),
		]),
	],
});
const till: MappingTemplate = {
	mapping: {
		rules: [
			receipt('sale', 'SALE', 'Order Completed'),
			receipt('return', 'RETURN', 'Order Refunded'),
			{
				...{ id: 'count', when: [{ path: 'type', is: 'equal', value: 'CASH_COUNT' }], each: '', who: NOBODY },
				...{ becomes: { type: 'nothing' }, messageId: '', timestamp: NOW, fields: [] },
			},
		],
	},
	sample: {
		topic: null,
		payload: {
			receipt: 'T07-000123',
			type: 'SALE',
			store: '0042',
			till: 7,
			date: '24/11/2026 18:32:10',
			customer: { card: '2000012345678', email: 'zoe@example.com' },
			total: '1 079,80',
			currency: 'EUR',
			coupon: null,
			lines: [
				{ article: 'COAT-1', ean: '3606800000017', label: 'Manteau laine', quantity: '2,000', unitPriceCents: 49_990 },
				{ article: 'CARE-5', ean: '3606800000024', label: 'Brosse', quantity: '1,000', unitPriceCents: 8000 },
			],
		},
	},
};

/** An ERP's export: one message a store, a line an article; quantities with a comma, and the sign behind. */
const erpLine = { each: 'lines', who: NOBODY, messageId: '' } as const;
const erpTime: MappingRule['timestamp'] = { path: '$.exportedAt', format: 'yyyyMMddHHmmss', zone: 'Europe/Paris' };
const erp: MappingTemplate = {
	mapping: {
		rules: [
			{
				...{ id: 'stock', when: [{ path: 'unrestricted', is: 'present', value: '' }], ...erpLine },
				becomes: { type: 'track', event: 'Stock Changed' },
				timestamp: erpTime,
				fields: [
					must('product_id', at('article', { as: 'text' })),
					may('sku', at('variant', { as: 'text' })),
					must('store_id', at('$.plant', { as: 'text' })),
					must('quantity', at('unrestricted', comma)),
				],
			},
			{
				...{ id: 'price', when: [{ path: 'price', is: 'present', value: '' }], ...erpLine },
				becomes: { type: 'track', event: 'Price Changed' },
				timestamp: erpTime,
				fields: [
					must('product_id', at('article', { as: 'text' })),
					may('sku', at('variant', { as: 'text' })),
					must('price', at('price', comma)),
					may('currency', at('$.currency')),
				],
			},
		],
	},
	sample: {
		topic: null,
		payload: {
			plant: '0042',
			exportedAt: '20261124183000',
			currency: 'EUR',
			lines: [
				{ article: '000000000000401230', variant: '401230-38', unrestricted: '12,000', unit: 'ST' },
				{ article: '000000000000401230', variant: '401230-39', unrestricted: '1,000-', unit: 'ST' },
				{ article: '000000000000401777', variant: '', unrestricted: '1.240,000', unit: 'ST', price: '8,50' },
			],
		},
	},
};

const BY_NAME: Record<TemplateName, MappingTemplate> = {
	...{ shopify, till, erp },
	empty: { mapping: { rules: [] }, sample: null },
};

export function mappingTemplate(name: TemplateName): MappingTemplate {
	return BY_NAME[name];
}

/** What a new source begins with; `zone` (IANA) is the retailer's, for systems that write their own time. */
export function startingMapping(name: TemplateName, zone: string): Mapping {
	const { rules } = mappingTemplate(name).mapping;
	return { rules: rules.map((rule) => ({ ...rule, timestamp: { ...rule.timestamp, zone } })) };
}

/** A rule without anything in it yet; `id` must be new in its mapping. */
export function newRule(id: string, zone: string): MappingRule {
	return {
		...{ id, when: [], each: '', becomes: { type: 'track', event: '' }, who: NOBODY },
		...{ messageId: '', timestamp: { path: '', format: 'iso', zone }, fields: [] },
	};
}

/** The rule as one of this kind: what its event cannot do without waits to be filled; what the one before wanted in vain goes. */
export function becoming(rule: MappingRule, becomes: MappingRule['becomes']): MappingRule {
	const wanted = becomes.type === 'track' ? requiredOf(becomes.event) : [];
	const filled = rule.fields.filter(
		({ to, required, value }) => wanted.includes(to) || !required || value.from !== 'path' || value.path !== '',
	);
	const missing = wanted.filter((name) => !filled.some(({ to }) => to === name));
	return {
		...rule,
		becomes,
		fields: [...filled, ...missing.map((name) => must(name, at('')))],
	};
}
