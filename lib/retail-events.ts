import { z } from 'zod';
import type { JsonObject } from './event';
import { MISSING, NO_DATE, says, sentWords } from './issue-text';
import { STAGES } from './lifecycle';

const id = z.union([z.string(), z.number()]);
/** What is beyond is a mistake, and would make a customer's sums anything but numbers. */
const MOST = 1e9;
const amount = z.number().min(-MOST).max(MOST).describe('in the currency’s major unit, as in Segment’s spec (39.90)');
const quantity = z.number().min(-MOST).max(MOST);
const currency = z
	.string()
	.regex(
		/^[A-Za-z]{3}$/,
		says('is no currency of ISO 4217, such as EUR', 'n’est pas une devise ISO 4217, par exemple EUR'),
	)
	.describe('ISO 4217');
const instant = z
	.union([z.iso.datetime({ offset: true }), z.iso.date()], {
		error: ({ input }) => (input === undefined || input === null ? MISSING : NO_DATE),
	})
	.describe('ISO 8601');
const store = { store_id: id.nullish().describe('the store; absent: online') };
const product = {
	product_id: id.nullish(),
	sku: id.nullish(),
	name: z.string().nullish(),
	category: z.string().nullish(),
	brand: z.string().nullish(),
	variant: z.string().nullish(),
	price: amount.nullish(),
	quantity: quantity.nullish(),
	url: z.string().nullish(),
	image_url: z.string().nullish(),
};
const cart = { cart_id: id.nullish().describe('ties the events of one basket together'), ...store };
const lines = { products: z.array(z.looseObject(product)).nullish().describe('one entry a line') };
const order = { order_id: id.describe('required: ties the events of one order together'), ...store };
const buyer = {
	loyalty_card: id.nullish().describe('whose purchase it is, where a till knows her by her card'),
	email: z.string().nullish().describe('whose purchase it is, where a till asked for it'),
	receipt_id: id.nullish().describe('later events that name only the receipt find her by it'),
};
const money = {
	total: amount.nullish(),
	revenue: amount.nullish(),
	tax: amount.nullish(),
	shipping: amount.nullish(),
	discount: amount.nullish(),
	currency: currency.nullish(),
};
const parcel = { promised_at: instant.nullish(), carrier: z.string().nullish() };

const kept = { product_id: id, sku: id.nullish(), store_id: id, quantity: z.number().int() };

const consent = {
	channel: z.string().nullish().describe('email or sms'),
	purpose: z.string().nullish().describe('one of the settings’ purposes'),
	source: z.string().nullish().describe('how she said so'),
	wording: z.string().nullish().describe('what she agreed to'),
};

const trend = {
	trend_id: z.string(),
	trend_name: z.string(),
	product_id: id.nullish(),
	category: z.string().nullish(),
	store_id: id.nullish(),
	segment_id: z.string().nullish(),
	value: z.number().describe('of a trend: in its rolling window'),
	usual: z.number().nullish().describe('what the value is compared with'),
	threshold: z.number().nullish().describe('what it crossed'),
	window: z.string().nullish().describe('ISO 8601 duration'),
	window_start: instant.nullish(),
	window_end: instant.nullish(),
};

/**
 * Who may say that it happened. `anyone`: a site, an app or whoever has the write key, which every visitor of a page can
 * read. `server`: what only the retailer’s own systems know, such as a stock or a refund: with the secret key. `parcours`:
 * what happens in Parcours itself, and nobody else can know.
 */
export const SENDERS = ['anyone', 'server', 'parcours'] as const;
export type Sender = (typeof SENDERS)[number];

const operation = {
	operation_id: z.string(),
	name: z.string().nullish(),
	starts_at: instant.nullish(),
	ends_at: instant.nullish(),
	store_ids: z.array(id).nullish().describe('where it is; empty: everywhere'),
	product_ids: z.array(id).nullish().describe('what it is for, with the categories; both empty: everything'),
	categories: z.array(z.string()).nullish(),
	offer_ids: z.array(z.string()).nullish().describe('the offers it carries'),
};

/** `nobody`: it is about no customer; exits and waits of everybody hear it. */
type Known = { what: string; sender: Sender; nobody?: true; properties: Record<string, z.ZodType> };

/**
 * The events Parcours knows: Segment's e-commerce v2 spec, then our store extension. Properties that are not listed are
 * kept; those that are must be of their type, or null, which tills and shops send for what they do not know. Events that
 * are not listed are kept as they are.
 */
export const RETAIL_EVENTS: Record<string, Known> = {
	'Products Searched': { what: 'somebody searched', sender: 'anyone', properties: { query: z.string().nullish() } },
	'Product List Viewed': {
		what: 'a list or category was looked at',
		sender: 'anyone',
		properties: { list_id: id.nullish(), category: z.string().nullish(), ...lines },
	},
	'Product List Filtered': {
		what: 'a list was filtered',
		sender: 'anyone',
		properties: { list_id: id.nullish(), category: z.string().nullish() },
	},
	'Promotion Viewed': {
		what: 'a promotion was shown',
		sender: 'anyone',
		properties: { promotion_id: id.nullish(), name: z.string().nullish() },
	},
	'Promotion Clicked': {
		what: 'a promotion was clicked',
		sender: 'anyone',
		properties: { promotion_id: id.nullish(), name: z.string().nullish() },
	},
	'Product Clicked': { what: 'a product was clicked', sender: 'anyone', properties: product },
	'Product Viewed': { what: 'a product’s page was opened', sender: 'anyone', properties: product },
	'Product Added': { what: 'a product was put into the basket', sender: 'anyone', properties: { ...cart, ...product } },
	'Product Removed': {
		what: 'a product was taken out of the basket',
		sender: 'anyone',
		properties: { ...cart, ...product },
	},
	'Cart Viewed': { what: 'the basket was looked at', sender: 'anyone', properties: { ...cart, ...lines } },
	'Checkout Started': {
		what: 'the customer went to pay',
		sender: 'anyone',
		properties: { ...cart, order_id: id.nullish(), ...money, ...lines },
	},
	'Checkout Step Viewed': {
		what: 'a step of paying was shown',
		sender: 'anyone',
		properties: { checkout_id: id.nullish(), step: z.number().nullish() },
	},
	'Checkout Step Completed': {
		what: 'a step of paying was done',
		sender: 'anyone',
		properties: { checkout_id: id.nullish(), step: z.number().nullish() },
	},
	'Payment Info Entered': {
		what: 'a way to pay was chosen',
		sender: 'anyone',
		properties: { checkout_id: id.nullish(), order_id: id.nullish() },
	},
	'Order Completed': {
		what: 'an order was placed, online or at a till',
		sender: 'anyone',
		properties: {
			...order,
			cart_id: id.nullish(),
			...buyer,
			...money,
			promised_at: instant.nullish(),
			coupon: z.string().nullish(),
			...lines,
		},
	},
	'Order Updated': { what: 'an order was changed', sender: 'anyone', properties: { ...order, ...money, ...lines } },
	'Order Refunded': {
		what: 'an order was paid back, wholly or in part',
		sender: 'server',
		properties: { ...order, ...money, coupon: z.string().nullish(), ...lines },
	},
	'Order Cancelled': {
		what: 'an order was cancelled',
		sender: 'server',
		properties: { ...order, ...money, coupon: z.string().nullish() },
	},
	'Coupon Entered': {
		what: 'a coupon was typed in',
		sender: 'anyone',
		properties: { order_id: id.nullish(), cart_id: id.nullish(), coupon_id: id.nullish() },
	},
	'Coupon Applied': {
		what: 'a coupon was accepted',
		sender: 'anyone',
		properties: {
			order_id: id.nullish(),
			cart_id: id.nullish(),
			coupon_id: id.nullish(),
			coupon_name: z.string().nullish(),
			discount: amount.nullish(),
		},
	},
	'Coupon Denied': {
		what: 'a coupon was refused',
		sender: 'anyone',
		properties: {
			order_id: id.nullish(),
			cart_id: id.nullish(),
			coupon_id: id.nullish(),
			reason: z.string().nullish(),
		},
	},
	'Coupon Removed': {
		what: 'a coupon was taken out',
		sender: 'anyone',
		properties: { order_id: id.nullish(), cart_id: id.nullish(), coupon_id: id.nullish() },
	},
	'Product Added to Wishlist': {
		what: 'a product was put on the wish list',
		sender: 'anyone',
		properties: { wishlist_id: id.nullish(), ...product },
	},
	'Product Removed from Wishlist': {
		what: 'a product was taken off the wish list',
		sender: 'anyone',
		properties: { wishlist_id: id.nullish(), ...product },
	},
	'Wishlist Product Added to Cart': {
		what: 'a wished product was put into the basket',
		sender: 'anyone',
		properties: { wishlist_id: id.nullish(), ...cart, ...product },
	},
	'Product Shared': {
		what: 'a product was shared',
		sender: 'anyone',
		properties: { share_via: z.string().nullish(), ...product },
	},
	'Cart Shared': { what: 'a basket was shared', sender: 'anyone', properties: { ...cart, ...lines } },
	'Product Reviewed': {
		what: 'a product was reviewed',
		sender: 'anyone',
		properties: {
			product_id: id.nullish(),
			review_id: id.nullish(),
			rating: z.union([z.number(), z.string()]).nullish(),
		},
	},

	'Store Entered': {
		what: 'the customer came into a store',
		sender: 'anyone',
		properties: { store_id: id, loyalty_card: buyer.loyalty_card },
	},
	'Store Left': {
		what: 'the customer left a store',
		sender: 'anyone',
		properties: { store_id: id, seconds: z.number().nullish().describe('how long she stayed') },
	},
	'Segment Entered': {
		what: 'the customer now matches a segment’s rule',
		sender: 'parcours',
		properties: { segment_id: z.string(), segment_name: z.string() },
	},
	'Segment Left': {
		what: 'the customer no longer matches a segment’s rule',
		sender: 'parcours',
		properties: { segment_id: z.string(), segment_name: z.string() },
	},
	'Lifecycle Changed': {
		what: 'the customer came into another stage of the lifecycle',
		sender: 'parcours',
		properties: { from: z.enum(STAGES), to: z.enum(STAGES) },
	},
	'Referral Rewarded': {
		what: 'a friend who came by the customer’s link kept her order: once a friend',
		sender: 'parcours',
		properties: { referral_id: z.string() },
	},
	'Referral Welcomed': {
		what: 'the customer came by a friend’s link and kept her order: once',
		sender: 'parcours',
		properties: { referral_id: z.string(), order_id: id.nullish().describe('the order she kept') },
	},
	'Coupon Redeemed': {
		what: 'a voucher was used',
		sender: 'server',
		properties: {
			coupon_id: id.nullish(),
			coupon: id.nullish(),
			offer_id: id.nullish(),
			order_id: id.nullish(),
			discount: amount.nullish(),
			...store,
		},
	},
	'Stock Leased': {
		what: 'a unit is kept aside for the customer at a store',
		sender: 'parcours',
		properties: { ...kept, lease_id: z.string(), until: instant, journey_id: z.string().nullish() },
	},
	'Stock Lease Claimed': {
		what: 'the customer took what was kept for her',
		sender: 'parcours',
		properties: { ...kept, lease_id: z.string(), until: instant },
	},
	'Stock Lease Ended': {
		what: 'a unit that was kept aside was not claimed and is free for the next one (no customer)',
		sender: 'parcours',
		nobody: true,
		properties: { ...kept, why: z.string().nullish().describe('deadline, or exit from the journey') },
	},
	'Order Delivered': {
		what: 'an order arrived',
		sender: 'server',
		properties: { ...order, ...parcel, delivered_at: instant.nullish() },
	},
	'Order Delayed': {
		what: 'an order will be late',
		sender: 'server',
		properties: { ...order, ...parcel, reason: z.string().nullish() },
	},
	'Order Not Received': {
		what: 'the customer says it never came',
		sender: 'anyone',
		properties: { ...order, ...parcel },
	},
	'Order Ready': {
		what: 'an order waits in the store (click & collect)',
		sender: 'server',
		properties: { ...order, ready_until: instant.nullish() },
	},
	'Order Collected': { what: 'an order was collected in the store', sender: 'server', properties: order },
	'Return Received': {
		what: 'a return arrived',
		sender: 'server',
		properties: { ...order, return_id: id.nullish(), ...lines },
	},
	'Invoice Issued': {
		what: 'an invoice was written',
		sender: 'server',
		properties: { invoice_id: id.nullish(), order_id: id.nullish(), ...money },
	},
	'Stock Changed': {
		what: 'a product’s stock changed (no customer)',
		sender: 'server',
		nobody: true,
		properties: { product_id: id, sku: id.nullish(), store_id: id.nullish(), quantity: z.number().int() },
	},
	'Product Launched': {
		what: 'a new product is there (no customer)',
		sender: 'server',
		nobody: true,
		properties: {
			...product,
			product_id: id,
			replaces: id.nullish().describe('the product it takes the place of'),
			same_price: z.boolean().nullish(),
		},
	},
	'Price Changed': {
		what: 'a product costs more or less (no customer)',
		sender: 'server',
		nobody: true,
		properties: {
			product_id: id,
			sku: id.nullish(),
			price: amount,
			price_before: amount.nullish(),
			currency: currency.nullish(),
			...store,
		},
	},
	'Store Closed': {
		what: 'a store is closed for a day or for several (no customer)',
		sender: 'server',
		nobody: true,
		properties: {
			store_id: id,
			date: z.iso.date().nullish().describe('the first day, on the store’s calendar; absent: today'),
			until: instant.nullish(),
			reason: z.string().nullish(),
		},
	},
	'Trend Crossed': {
		what: 'a trend crossed its threshold, in the group that it names (`store_id`: `web` is online): once, until it is back (no customer)',
		sender: 'parcours',
		nobody: true,
		properties: trend,
	},
	'Trend Recovered': {
		what: 'a trend that crossed its threshold is back on the other side (no customer)',
		sender: 'parcours',
		nobody: true,
		properties: trend,
	},
	'Operation Started': {
		what: 'an operation of the commercial calendar began (no customer)',
		sender: 'parcours',
		nobody: true,
		properties: operation,
	},
	'Operation Ended': {
		what: 'an operation of the commercial calendar is over (no customer)',
		sender: 'parcours',
		nobody: true,
		properties: operation,
	},
	'Loyalty Points Changed': {
		what: 'points were earned or spent',
		sender: 'server',
		properties: { balance: z.number().nullish(), change: z.number().nullish(), reason: z.string().nullish() },
	},
	'Profile Updated': {
		what: 'a journey wrote on her profile',
		sender: 'parcours',
		properties: {
			traits: z.looseObject({}).describe('null: taken away'),
			home_store_id: id.nullish(),
			locale: z.string().nullish(),
		},
	},
	'Journey Continued': {
		what: 'a journey let her into another one; with what started it',
		sender: 'parcours',
		properties: {
			journey_id: id.describe('the one she enters'),
			from_journey_id: id,
			journey_depth: z.number().int().describe('how many journeys she was handed through'),
		},
	},
	'Message Displayed': {
		what: 'a message of Parcours was shown on the site or in the app',
		sender: 'anyone',
		properties: { message_id: id.describe('as GET /v1/messages said'), name: z.string().nullish() },
	},
	'Message Clicked': {
		what: 'a message on the site was clicked: it is not shown again',
		sender: 'anyone',
		properties: { message_id: id, name: z.string().nullish() },
	},
	'Message Dismissed': {
		what: 'a message on the site was closed: it is not shown again',
		sender: 'anyone',
		properties: { message_id: id, name: z.string().nullish() },
	},
	'Store Task Completed': {
		what: 'a colleague in a store did what a journey asked for; with the ids of what started the journey',
		sender: 'parcours',
		properties: { task_id: id, store_id: id, title: z.string().nullish() },
	},
	'Store Task Reopened': {
		what: 'a task that was said to be done was not, after all',
		sender: 'parcours',
		properties: { task_id: id, store_id: id, title: z.string().nullish() },
	},
	'Points Given': {
		what: 'points were added to her account by a journey, or taken back',
		sender: 'parcours',
		properties: {
			points: z.number().int().describe('negative: taken back'),
			balance: z.number().int(),
			reason: z.string().nullish(),
		},
	},
	'Points Spent': {
		what: 'she spent points kept by Parcours, at a till or online',
		sender: 'parcours',
		properties: { points: z.number().int(), balance: z.number().int(), reason: z.string().nullish(), ...store },
	},
	'Tier Changed': {
		what: 'her points brought her into another tier',
		sender: 'parcours',
		properties: {
			from: z.string().nullish().describe('null: none'),
			to: z.string().nullish(),
			points_earned: z.number().int(),
		},
	},
	'Appointment Booked': {
		what: 'an appointment in a store was made',
		sender: 'anyone',
		properties: { appointment_id: id.nullish(), starts_at: instant.nullish(), ...store },
	},
	'Product Scanned': {
		what: 'a product was scanned (app, kiosk, tablet)',
		sender: 'anyone',
		properties: { ...product, ...store },
	},
	'Product Tried': {
		what: 'a product was tried (fitting room, sensor)',
		sender: 'anyone',
		properties: { ...product, ...store },
	},
	'Ad Clicked': {
		what: 'an advertisement was clicked',
		sender: 'anyone',
		properties: { ad_id: id.nullish(), campaign: z.string().nullish(), network: z.string().nullish() },
	},
	'Message Received': {
		what: 'the customer wrote to us: an answer to an SMS or an email, or the first word',
		sender: 'server',
		properties: {
			channel: z.string().nullish().describe('sms, email, or another way'),
			text: z.string().nullish().describe('her words, the first 8,000 characters'),
			subject: z.string().nullish(),
			message_id: id.nullish(),
			answers: z.string().nullish().describe('the send she answers, when it is known'),
			journey_id: z.string().nullish().describe('of that send'),
			node_id: z.string().nullish().describe('of that send: the step that wrote'),
		},
	},
	'Call Received': {
		what: 'the customer called',
		sender: 'server',
		properties: {
			call_id: id.nullish(),
			reason: z.string().nullish(),
			seconds: z.number().nullish(),
			agent: z.string().nullish(),
			outcome: z.string().nullish(),
		},
	},
	'Social Mention': {
		what: 'the customer spoke of us in public',
		sender: 'server',
		properties: {
			network: z.string().nullish(),
			mention_id: id.nullish(),
			text: z.string().nullish(),
			url: z.string().nullish(),
			sentiment: z.string().nullish().describe('positive, neutral or negative'),
		},
	},
	'Form Submitted': {
		what: 'a form of ours was sent',
		sender: 'parcours',
		properties: {
			form_id: id.nullish(),
			form: z.string().nullish().describe('its address: /f/<form>'),
			kind: z.string().nullish().describe('newsletter, documentation or game'),
			version: z.number().nullish(),
		},
	},
	'Consent Requested': {
		what: 'the customer was asked, by a link to her address, to confirm a consent',
		sender: 'parcours',
		properties: consent,
	},
	'Customer Merged': {
		what: 'two profiles turned out to be one customer, as ops said',
		sender: 'parcours',
		properties: { profiles: z.number().describe('how many profiles she is now') },
	},
	'Consent Given': {
		what: 'the customer agreed to messages of a purpose on a channel',
		sender: 'parcours',
		properties: consent,
	},
	'Consent Withdrawn': {
		what: 'the customer wants no more messages of a purpose on a channel',
		sender: 'parcours',
		properties: consent,
	},
	'Support Ticket Opened': {
		what: 'the customer asked for help',
		sender: 'anyone',
		properties: { ticket_id: id.nullish(), subject: z.string().nullish(), channel: z.string().nullish() },
	},
	'Review Submitted': {
		what: 'the customer reviewed a product or a store',
		sender: 'anyone',
		properties: { review_id: id.nullish(), product_id: id.nullish(), rating: z.number().nullish(), ...store },
	},
};

const senders = new Map(Object.entries(RETAIL_EVENTS).map(([name, { sender }]) => [name, sender]));

/** Who may send an event of this name. What is not in the vocabulary is the retailer’s own, for any touchpoint to send. */
export function senderOf(name: string): Sender {
	return senders.get(name) ?? 'anyone';
}

const schemas = new Map(Object.entries(RETAIL_EVENTS).map(([name, known]) => [name, z.looseObject(known.properties)]));

/** The properties without which an event of this name is not taken; none of an unknown one. */
export function requiredOf(name: string): string[] {
	return Object.entries(RETAIL_EVENTS[name]?.properties ?? {}).flatMap(([property, schema]) =>
		schema.safeParse(undefined).success ? [] : [property],
	);
}

/** The first property of a known event that is not of its type; null when all is well or the event is unknown. */
export function propertyProblem(name: string, properties: JsonObject): { path: string; message: string } | null {
	const parsed = schemas.get(name)?.safeParse(properties, { error: sentWords });
	const issue = parsed?.error?.issues[0];
	return issue ? { path: issue.path.map(String).join('.'), message: issue.message } : null;
}
