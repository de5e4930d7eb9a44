import type { PlaceRef, ProductRef, Rule } from './condition';
import { ORDER_EVENTS } from './orders';

/** What a rule looks at, so that a host fetches just that. */
export type Needs = {
	/** The names of the events whose history it reads. */
	events: string[];
	/** Stores it names; of those that stand nearest to her, how near they are. */
	places: PlaceRef[];
	/** Every store may be the nearest. */
	nearest: boolean;
	/** Products whose stock it compares. */
	stock: ProductRef[];
	/** Products whose price it compares. */
	prices: ProductRef[];
	/** Operations it asks for, by id, and the products whose category it asks for. */
	operations: string[];
	categories: ProductRef[];
};

export function needs(...rules: (Rule | undefined)[]): Needs {
	const found: Needs = {
		events: [],
		places: [],
		nearest: false,
		stock: [],
		prices: [],
		operations: [],
		categories: [],
	};
	for (const test of rules.flatMap(testsIn)) {
		switch (test.type) {
			case 'history':
			case 'history-value':
				found.events.push(test.event, ...(test.without ?? []).map(({ event }) => event));
				break;
			case 'stock':
				found.stock.push(test.product);
				found.places.push(test.at);
				found.nearest ||= test.at.choose === 'nearest-open';
				break;
			case 'store':
				found.places.push(test.at);
				found.nearest ||= test.at.choose === 'nearest-open';
				break;
			case 'distance':
				if (test.to) found.places.push(test.to);
				found.nearest ||= !test.to || test.to.choose === 'nearest-open';
				if (test.withStock) found.stock.push(test.withStock.product);
				break;
			case 'price':
				found.prices.push(test.product);
				found.events.push(...ORDER_EVENTS);
				break;
			case 'operation':
				found.operations.push(test.operationId);
				if (test.product) found.categories.push(test.product);
				if (test.at?.choose === 'nearest-open') found.nearest = true;
				if (test.at?.choose === 'kept') found.places.push(test.at);
				break;
			case 'property':
			case 'consent':
			case 'identity':
			case 'lifecycle':
			case 'segment':
				break;
		}
	}
	return { ...found, events: [...new Set(found.events)] };
}

/** The names of the events whose history a rule reads. */
export function historyNeeds(rule: Rule | undefined): string[] {
	return needs(rule).events;
}

/** Whether the answer may be `unknown`: it looks at stock, stores or prices, or at an operation somewhere or for something. */
export function mayBeUnknown(rule: Rule): boolean {
	return testsIn(rule).some(
		(test) =>
			(test.type === 'stock' && test.op !== 'is-unknown') ||
			test.type === 'store' ||
			test.type === 'distance' ||
			test.type === 'price' ||
			(test.type === 'operation' && (test.at !== undefined || test.product !== undefined)),
	);
}

type Test = Exclude<Rule, { rules: Rule[] }>;

/** Every test of a rule, those on the events of histories included. */
export function testsIn(rule: Rule | undefined): Test[] {
	if (!rule) return [];
	if ('rules' in rule) return rule.rules.flatMap(testsIn);
	if (rule.type !== 'history' && rule.type !== 'history-value') return [rule];
	return [rule, ...testsIn(rule.where), ...(rule.without ?? []).flatMap(({ where }) => testsIn(where))];
}
