import { z } from 'zod';
import { type Channel, channel } from './channel';
import {
	NUMBER_OPERATORS,
	needsValue,
	OPERATORS,
	type Operator,
	propertyPath as path,
	reference,
	type Scalar,
	scalar,
	storableText,
} from './compare';
import type { Consents } from './consent';
import { positiveDuration } from './duration';
import type { EventFact, JsonObject } from './event';
import type { Stage } from './lifecycle';
import type { Opening } from './opening-hours';
import type { Scores } from './rfm';
import type { StockFigure } from './stock';

// --- tests on the customer and the event --------------------------------------------------------------------------------

/**
 * A fact about the customer, the event at hand or the event that started the enrollment, compared with a value.
 * `path` walks objects with dots and lists with `[]`: `products[].category` is true when any line's category matches.
 */
const propertyTest = z.object({
	type: z.literal('property'),
	of: z.enum(['customer', 'event', 'trigger']),
	path,
	op: z.enum(OPERATORS),
	value: z.union([scalar, z.array(scalar), reference]).optional(),
});
export type PropertyTest = z.infer<typeof propertyTest>;

/** What she agreed to. Without a purpose: offers and news (`marketing`). */
const consentTest = z.object({
	type: z.literal('consent'),
	channel,
	granted: z.boolean(),
	purpose: storableText.min(1).optional(),
});

/** Whether she can be told by such an identity (`email`, `loyalty_card`, …); with `verified`, only by one that is, or is not. */
const identityTest = z.object({
	type: z.literal('identity'),
	kind: storableText.min(1, 'choose an identity'),
	known: z.boolean(),
	verified: z.boolean().optional(),
});

/** Her stage, as last reviewed, is one of these. */
const lifecycleTest = z.object({
	type: z.literal('lifecycle'),
	stages: z.array(storableText).min(1, 'choose a stage'),
});

/** Whether she is in a segment, as last reviewed. */
const segmentTest = z.object({
	type: z.literal('segment'),
	segmentId: z.uuid('choose a segment'),
	in: z.boolean(),
});

// --- tests on what she did ------------------------------------------------------------------------------------------------

/** What undoes an event: another one, at whatever time, with the same value of `same` (an order's id), where …. */
export type Undoing = { event: string; same: string; where?: Rule | undefined };

/**
 * Which events of her history are meant: of this name, in the last `within` (ISO 8601), for which `where` holds (there
 * `event` is the event of the history), and not undone. “Bought X and it was not refunded” is `Order Completed` where
 * `products[].product_id` is X, without `Order Refunded` of the same `order_id`.
 */
export type Past = {
	event: string;
	within?: string | undefined;
	where?: Rule | undefined;
	without?: Undoing[] | undefined;
};

/** Counts over the event history: “did Order Completed at least 2 times in the last P30D where …”. */
export type HistoryTest = Past & {
	type: 'history';
	count: { op: 'at-least' | 'at-most' | 'exactly'; n: number };
};

export const HISTORY_VALUES = ['sum', 'average', 'smallest', 'largest', 'first', 'last'] as const;

/**
 * A value over the event history: “the sum of `total` of Order Completed in the last P1Y is at least 200”. `first` and
 * `last` are what `path` leads to in the earliest and the latest of these events; the others are of all the numbers it
 * leads to. Where there is none, no comparison holds but `is-not-set`.
 */
export type HistoryValueTest = Past & {
	type: 'history-value';
	take: (typeof HISTORY_VALUES)[number];
	path: string;
	op: Operator;
	value?: Scalar | Scalar[] | undefined;
};

const undoing = z.object({
	event: storableText.min(1, 'choose an event'),
	same: path,
	get where() {
		return rule.optional();
	},
});

const past = z.object({
	event: storableText.min(1, 'choose an event'),
	within: positiveDuration.optional(),
	get where() {
		return rule.optional();
	},
	get without() {
		return z.array(undoing).max(5).optional();
	},
});

const historyTest = past.extend({
	type: z.literal('history'),
	count: z.object({ op: z.enum(['at-least', 'at-most', 'exactly']), n: z.number().int().min(0) }),
});

const historyValueTest = past.extend({
	type: z.literal('history-value'),
	take: z.enum(HISTORY_VALUES),
	path,
	op: z.enum(OPERATORS),
	value: z.union([scalar, z.array(scalar)]).optional(),
});

// --- tests on stock, stores, prices and operations: they may be unknown -----------------------------------------------------------------

/** A given product, or those of the event at hand: `product_id`, `products[].product_id`. A `sku` beside it narrows to that variant. */
const product = z.union([
	z.object({ id: storableText.min(1, 'choose a product') }),
	z.object({ from: z.enum(['event', 'trigger']), path }),
]);
export type ProductRef = z.infer<typeof product>;

/**
 * A store. `kept`: where something is kept for her, a unit of a product or else a voucher; `event`: the one that a property
 * of the event names (`store_id`).
 */
const place = z.discriminatedUnion('choose', [
	z.object({ choose: z.literal('home') }),
	z.object({ choose: z.literal('nearest-open') }),
	z.object({ choose: z.literal('kept') }),
	z.object({ choose: z.literal('given'), storeId: storableText.min(1, 'choose a store') }),
	z.object({ choose: z.literal('event'), from: z.enum(['event', 'trigger']), path }),
]);
export type PlaceRef = z.infer<typeof place>;

/**
 * The stock of a product at a store; of several products, each has to pass. A figure older than `maxAge` (ISO 8601) is
 * unknown, and so is the stock at a store that nobody can name: only `is-unknown` holds then.
 */
const stockTest = z.object({
	type: z.literal('stock'),
	product,
	at: place,
	maxAge: positiveDuration,
	op: z.enum([...NUMBER_OPERATORS, 'is-unknown']),
	n: z.number().int().min(0).optional(),
});
export type StockTest = z.infer<typeof stockTest>;

/** Whether a store is open at the logical time; unknown when nobody can name the store. */
const storeTest = z.object({ type: z.literal('store'), at: place, open: z.boolean() });

/**
 * How far she is, in metres over the ground, from the nearest store that surely has the product (all products) in stock;
 * without a product, from the nearest store; or, with `to`, from that very store. Unknown when her place is, or the store.
 */
const distanceTest = z.object({
	type: z.literal('distance'),
	to: place.optional(),
	withStock: z.object({ product, maxAge: positiveDuration }).optional(),
	/** Only stores that are open at the logical time. */
	open: z.boolean().optional(),
	op: z.enum(NUMBER_OPERATORS),
	metres: z.number().min(0),
});
export type DistanceTest = z.infer<typeof distanceTest>;

/**
 * The price of a product now, in percent of what she last paid for it and kept: `at-most` 90 is “at least 10 % cheaper
 * than she bought it”. Of several products one is enough. Unknown when she never bought it, or nobody knows the price.
 */
const priceTest = z.object({
	type: z.literal('price'),
	product,
	op: z.enum(NUMBER_OPERATORS),
	percentOfPaid: z.number().min(0),
});
export type PriceTest = z.infer<typeof priceTest>;

/**
 * Whether an operation of the calendar runs at the logical time; with a store or a product, whether it does there, or for
 * one of the products. Unknown when nobody can name the store or the product, unless it runs everywhere, for all.
 */
const operationTest = z.object({
	type: z.literal('operation'),
	operationId: storableText.min(1, 'choose an operation'),
	running: z.boolean(),
	at: place.optional(),
	product: product.optional(),
});
export type OperationTest = z.infer<typeof operationTest>;

// --- the tree -----------------------------------------------------------------------------------------------------------

type Group = { type: 'all' | 'any' | 'none'; rules: Rule[] };

/** A rule tree: and (`all`), or (`any`), not (`none`) over tests. An empty `all` is always true. */
export type Rule =
	| Group
	| PropertyTest
	| z.infer<typeof consentTest>
	| z.infer<typeof identityTest>
	| z.infer<typeof lifecycleTest>
	| z.infer<typeof segmentTest>
	| HistoryTest
	| HistoryValueTest
	| StockTest
	| z.infer<typeof storeTest>
	| DistanceTest
	| PriceTest
	| OperationTest;

const group = z.object({
	type: z.enum(['all', 'any', 'none']),
	get rules() {
		return z.array(rule).max(50);
	},
});

export const rule: z.ZodType<Rule> = z
	.union([
		group,
		propertyTest,
		consentTest,
		identityTest,
		lifecycleTest,
		segmentTest,
		historyTest,
		historyValueTest,
		stockTest,
		storeTest,
		distanceTest,
		priceTest,
		operationTest,
	])
	.superRefine((r, ctx) => {
		if ((r.type === 'property' || r.type === 'history-value') && r.value === undefined && needsValue(r.op))
			ctx.addIssue({ code: 'custom', path: ['value'], message: 'enter a value to compare with' });
		if (r.type === 'stock' && r.n === undefined && r.op !== 'is-unknown')
			ctx.addIssue({ code: 'custom', path: ['n'], message: 'enter a number to compare with' });
		if (r.type === 'distance' && r.to && (r.open || r.withStock))
			ctx.addIssue({
				code: 'custom',
				path: ['to'],
				message: 'only the nearest store is looked for by its stock and hours',
			});
	})
	.meta({ field: 'rule', id: 'Rule' });

// --- the facts ------------------------------------------------------------------------------------------------------------

/** The customer as rules and templates see her. */
export type CustomerFacts = {
	id: string;
	email: string | null;
	phone: string | null;
	locale: string | null;
	country: string | null;
	timeZone: string | null;
	homeStoreId: string | null;
	/** Her stage of the lifecycle, recency, frequency and monetary value, and the ids of her segments: as last reviewed. */
	lifecycle: Stage;
	scores: Scores | null;
	segments: string[];
	/** Loyalty points she has now, and the tier that those she ever earned reach. Absent where nobody asked. */
	points?: number;
	tier?: string | null;
	traits: JsonObject;
};

export type IdentityFact = { kind: string; verified: boolean };
/** `metres`: from the customer, null when her place is not known. */
export type StoreFact = Opening & { id: string; metres: number | null };
export type StockFact = StockFigure & { storeId: string };
/** In minor units of a currency (ISO 4217); without a `sku`, of the product in any variant. */
export type PriceFact = { productId: string; sku: string | null; priceMinor: number; currency: string };

/** An operation of the calendar: UTC epoch ms, what it is for (empty: all), and whether it was called off before it began. */
export type OperationFact = {
	id: string;
	startsAt: number;
	endsAt: number;
	calledOff: boolean;
	stores: readonly string[];
	products: readonly string[];
	categories: readonly string[];
};

/**
 * Everything a rule may look at. `history` holds the events named by `needs(rule)` that had happened by the logical time
 * and were known at the step's instant; `now` is that logical time in epoch milliseconds. What `needs` does not name may
 * be left out: without stores, stock, prices or operations, what is asked about them is unknown.
 */
export type Facts = {
	now: number;
	customer: CustomerFacts;
	event?: EventFact | undefined;
	trigger?: EventFact | undefined;
	/** To offers and news. */
	consents: Partial<Record<Channel, boolean>>;
	/** By channel, then purpose; what was never decided is absent, and counts as no. */
	consentsTo?: Consents | undefined;
	identities?: readonly IdentityFact[] | undefined;
	history: readonly EventFact[];
	stores?: readonly StoreFact[] | undefined;
	/** Where something is kept for her; absent: nowhere. */
	keptStoreId?: string | undefined;
	stock?: readonly StockFact[] | undefined;
	prices?: readonly PriceFact[] | undefined;
	operations?: readonly OperationFact[] | undefined;
	/** The category of a product by its id, as far as the catalogue knows it. */
	categories?: ReadonlyMap<string, string> | undefined;
};
