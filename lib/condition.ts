import { z } from 'zod';
import { type Channel, channel } from './channel';
import { durationMs, positiveDuration } from './duration';
import type { EventFact, Json, JsonObject } from './event';
import type { Stage } from './lifecycle';
import type { Scores } from './rfm';

/** How a value is compared. Text is never compared with a number in silence: a test between unlike types is false. */
export const OPERATORS = [
	'equals',
	'not-equals',
	'greater-than',
	'at-least',
	'less-than',
	'at-most',
	'contains',
	'not-contains',
	'starts-with',
	'one-of',
	'is-set',
	'is-not-set',
] as const;
export type Operator = (typeof OPERATORS)[number];

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** The value that a property of the event which starts the journey has: “the product this one replaces”. */
const reference = z.object({ from: z.literal('trigger'), path: z.string().min(1, 'choose a property') });
export type Reference = z.infer<typeof reference>;

/**
 * A fact about the customer, the event at hand or the event that started the enrollment, compared with a value.
 * `path` walks objects with dots and lists with `[]`: `products[].category` is true when any line's category matches.
 */
const propertyTest = z.object({
	type: z.literal('property'),
	of: z.enum(['customer', 'event', 'trigger']),
	path: z.string().min(1, 'choose a property'),
	op: z.enum(OPERATORS),
	value: z.union([scalar, z.array(scalar), reference]).optional(),
});

const consentTest = z.object({ type: z.literal('consent'), channel, granted: z.boolean() });

/** Counts over the event history: “did Order Completed at least 2 times in the last P30D where …”. */
export type HistoryTest = {
	type: 'history';
	event: string;
	count: { op: 'at-least' | 'at-most' | 'exactly'; n: number };
	within?: string | undefined;
	where?: Rule | undefined;
};
type Group = { type: 'all' | 'any' | 'none'; rules: Rule[] };
export type PropertyTest = z.infer<typeof propertyTest>;

/** A rule tree: and (`all`), or (`any`), not (`none`) over tests. An empty `all` is always true. */
export type Rule = Group | PropertyTest | HistoryTest | z.infer<typeof consentTest>;

const historyTest = z.object({
	type: z.literal('history'),
	event: z.string().min(1, 'choose an event'),
	count: z.object({ op: z.enum(['at-least', 'at-most', 'exactly']), n: z.number().int().min(0) }),
	within: positiveDuration.optional(),
	get where() {
		return rule.optional();
	},
});

const group = z.object({
	type: z.enum(['all', 'any', 'none']),
	get rules() {
		return z.array(rule).max(50);
	},
});

export const rule: z.ZodType<Rule> = z
	.union([group, propertyTest, historyTest, consentTest])
	.superRefine((r, ctx) => {
		if (r.type === 'property' && r.value === undefined && r.op !== 'is-set' && r.op !== 'is-not-set')
			ctx.addIssue({ code: 'custom', path: ['value'], message: 'enter a value to compare with' });
	})
	.meta({ field: 'rule', id: 'Rule' });

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

/**
 * Everything a rule may look at. `history` holds the events named by `historyNeeds(rule)` that had happened by the
 * logical time and were known at the step's instant; `now` is that logical time in epoch milliseconds.
 */
export type Facts = {
	now: number;
	customer: CustomerFacts;
	event?: EventFact | undefined;
	trigger?: EventFact | undefined;
	consents: Partial<Record<Channel, boolean>>;
	history: readonly EventFact[];
};

/** Evaluates a rule in memory. Pure: same facts, same answer, in every host. */
export function evaluate(r: Rule, facts: Facts): boolean {
	switch (r.type) {
		case 'all':
			return r.rules.every((child) => evaluate(child, facts));
		case 'any':
			return r.rules.some((child) => evaluate(child, facts));
		case 'none':
			return !r.rules.some((child) => evaluate(child, facts));
		case 'consent':
			return (facts.consents[r.channel] ?? false) === r.granted;
		case 'property':
			return refersToTrigger(r)
				? evaluate(withTriggerValues(r, facts.trigger), facts)
				: testValues(valuesAt(subject(r.of, facts), r.path), r.op, r.value);
		case 'history':
			return testCount(countHistory(r, facts), r.count);
	}
}

/** The event names a rule counts, so that a host can fetch just those. */
export function historyNeeds(r: Rule | undefined): string[] {
	if (!r) return [];
	switch (r.type) {
		case 'all':
		case 'any':
		case 'none':
			return [...new Set(r.rules.flatMap(historyNeeds))];
		case 'history':
			return [...new Set([r.event, ...historyNeeds(r.where)])];
		case 'property':
		case 'consent':
			return [];
	}
}

function countHistory(test: HistoryTest, facts: Facts): number {
	const since = test.within ? facts.now - durationMs(test.within) : Number.NEGATIVE_INFINITY;
	return facts.history.filter(
		(event) =>
			event.name === test.event &&
			event.at > since &&
			event.at <= facts.now &&
			(!test.where || evaluate(test.where, { ...facts, event })),
	).length;
}

function testCount(n: number, count: HistoryTest['count']): boolean {
	switch (count.op) {
		case 'at-least':
			return n >= count.n;
		case 'at-most':
			return n <= count.n;
		case 'exactly':
			return n === count.n;
	}
}

function subject(of: PropertyTest['of'], facts: Facts): Json | undefined {
	switch (of) {
		case 'customer':
			return facts.customer;
		case 'event':
			return facts.event?.properties;
		case 'trigger':
			return facts.trigger?.properties;
	}
}

type ReferringTest = PropertyTest & { value: Reference };

/** Whether a test compares with a property of the trigger's event. */
export function refersToTrigger(test: PropertyTest): test is ReferringTest {
	return typeof test.value === 'object' && !Array.isArray(test.value);
}

/** Tests that hold when another one does not. */
const OPPOSITES: Partial<Record<Operator, Operator>> = { 'not-equals': 'equals', 'not-contains': 'contains' };

/**
 * The same test, with the trigger's values in place of the reference: true when it holds for any of them. Without any,
 * nothing is equal to it, as nothing is equal to what is not there. Ids may be text or numbers, and one sender's 42 is
 * another's “42”: both are looked for.
 */
export function withTriggerValues(test: ReferringTest, trigger: EventFact | undefined): Rule {
	const opposite = OPPOSITES[test.op];
	const op = opposite ?? (test.op === 'one-of' ? 'equals' : test.op);
	const values = valuesAt(trigger?.properties, test.value.path).flatMap((value) => {
		const parsed = scalar.safeParse(value);
		if (!parsed.success || parsed.data === '') return [];
		return op === 'equals' ? spellings(parsed.data) : [parsed.data];
	});
	return { type: opposite ? 'none' : 'any', rules: values.map((value) => ({ ...test, op, value })) };
}

function spellings(id: string | number | boolean): (string | number | boolean)[] {
	if (typeof id === 'number') return [id, String(id)];
	return typeof id === 'string' && String(Number(id)) === id ? [id, Number(id)] : [id];
}

/** All values a path leads to: none when something on the way is missing, several when it crosses a list. */
export function valuesAt(root: Json | undefined, path: string): Json[] {
	let values: Json[] = root === undefined ? [] : [root];
	for (const part of path.split('.')) {
		const list = part.endsWith('[]');
		const key = list ? part.slice(0, -2) : part;
		values = values.flatMap((value) => {
			if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, key)) return [];
			const child = value[key];
			if (child === undefined) return [];
			return list ? (Array.isArray(child) ? child : []) : [child];
		});
	}
	return values;
}

function testValues(values: Json[], op: Operator, wanted: PropertyTest['value']): boolean {
	const present = values.filter((v) => v !== null && v !== '');
	switch (op) {
		case 'is-set':
			return present.length > 0;
		case 'is-not-set':
			return present.length === 0;
		case 'not-equals':
			return !testValues(values, 'equals', wanted);
		case 'not-contains':
			return !testValues(values, 'contains', wanted);
		default:
			return present.some((v) => testOne(v, op, wanted));
	}
}

type Comparison = Exclude<Operator, 'is-set' | 'is-not-set' | 'not-equals' | 'not-contains'>;

function testOne(value: Json, op: Comparison, wanted: PropertyTest['value']): boolean {
	switch (op) {
		case 'equals':
			return value === wanted;
		case 'one-of':
			return Array.isArray(wanted) && wanted.some((w) => w === value);
		case 'contains':
			if (Array.isArray(value)) return value.some((v) => v === wanted);
			return (
				typeof value === 'string' && typeof wanted === 'string' && value.toLowerCase().includes(wanted.toLowerCase())
			);
		case 'starts-with':
			return (
				typeof value === 'string' && typeof wanted === 'string' && value.toLowerCase().startsWith(wanted.toLowerCase())
			);
		case 'greater-than':
			return ordered(value, wanted, (c) => c > 0);
		case 'at-least':
			return ordered(value, wanted, (c) => c >= 0);
		case 'less-than':
			return ordered(value, wanted, (c) => c < 0);
		case 'at-most':
			return ordered(value, wanted, (c) => c <= 0);
	}
}

/** Numbers compare as numbers, ISO 8601 dates as instants; anything else is not ordered. */
function ordered(value: Json, wanted: PropertyTest['value'], holds: (comparison: number) => boolean): boolean {
	if (typeof value === 'number' && typeof wanted === 'number') return holds(value - wanted);
	if (typeof value === 'string' && typeof wanted === 'string') {
		const [a, b] = [instantIn(value), instantIn(wanted)];
		return !Number.isNaN(a) && !Number.isNaN(b) && holds(a - b);
	}
	return false;
}

const ISO_DATE = /^\d{4}-\d\d-\d\d(?<time>T\d\d:\d\d(:\d\d(\.\d+)?)?(?<zone>Z|[+-]\d\d:\d\d)?)?$/;

/** UTC epoch ms, NaN for other text. Left alone, `Date.parse` reads “size 5” as May, and a time without a zone in the machine's. */
function instantIn(text: string): number {
	const parts = ISO_DATE.exec(text)?.groups;
	if (!parts) return Number.NaN;
	return Date.parse(parts.time && !parts.zone ? `${text}Z` : text);
}
