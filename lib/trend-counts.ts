import { factsOfEvent } from './audience';
import { idIn, valuesAt } from './compare';
import { evaluate } from './evaluate';
import type { EventFact, Json, JsonObject } from './event';
import { exactSum } from './exact-sum';
import { WEB } from './place';
import type { TrendDefinition } from './trend';

/** What an event adds to a group: 1 where events or customers are counted, an amount where sums are. */
export type Count = { group: string; amount: number };

/** What an event does not say itself. */
export type Beside = {
	/** The catalogue's category of a product, by its id. */
	categories: ReadonlyMap<string, string>;
	/** Of the customer, as last reviewed. */
	segments: readonly string[];
};

/** What is not told apart. */
export const EVERYTHING = '';
const LINES = 'products[].';
/** Ids are shorter; and no amount of a retailer's is greater, but a mistake may be. */
const MAX_GROUP = 200;
const MAX_AMOUNT = 1e9;

/** What an event adds to which groups of a trend; nothing when it is not among those that count. */
export function countsOf(
	{ event: name, where, by, measure }: Pick<TrendDefinition, 'event' | 'where' | 'by' | 'measure'>,
	event: EventFact,
	beside: Beside,
): Count[] {
	if (event.name !== name || (where && !evaluate(where, factsOfEvent(event)))) return [];
	return groupsOf(by, event.properties, beside).flatMap(({ group, lines }) => {
		if (measure.of !== 'sum') return [{ group, amount: 1 }];
		const amount = sumOf(measure.path, event.properties, lines);
		return amount === null ? [] : [{ group, amount }];
	});
}

/** The ids of the products that an event is of, where it does not say their category. */
export function withoutCategory({ properties }: Pick<EventFact, 'properties'>): string[] {
	return linesOf(properties).flatMap((line) => (textOf(line.category) ? [] : (idOf(line.product_id) ?? [])));
}

type Group = { group: string /** Null: all of them. */; lines: JsonObject[] | null };

function groupsOf(by: TrendDefinition['by'], properties: JsonObject, { categories, segments }: Beside): Group[] {
	switch (by) {
		case 'nothing':
			return [{ group: EVERYTHING, lines: null }];
		case 'store':
			return [{ group: idOf(properties.store_id) ?? WEB, lines: null }];
		case 'segment': {
			const named = idOf(properties.segment_id);
			return (named ? [named] : segments).map((group) => ({ group, lines: null }));
		}
		case 'product':
			return byLine(properties, (line) => idOf(line.product_id));
		case 'category':
			return byLine(properties, (line) => textOf(line.category) ?? categories.get(idOf(line.product_id) ?? '') ?? null);
	}
}

function byLine(properties: JsonObject, groupOf: (line: JsonObject) => string | null): Group[] {
	const groups = new Map<string, JsonObject[]>();
	for (const line of linesOf(properties)) {
		const group = groupOf(line);
		if (group !== null) groups.set(group, [...(groups.get(group) ?? []), line]);
	}
	return [...groups].map(([group, lines]) => ({ group, lines }));
}

/** The lines of an order or a basket; an event of one product is its own line. */
function linesOf(properties: JsonObject): JsonObject[] {
	return Array.isArray(properties.products) ? properties.products.filter(isObject) : [properties];
}

/** Null: it names no number. What is said of the whole event counts wholly for each product in it. */
function sumOf(path: string, properties: JsonObject, lines: JsonObject[] | null): number | null {
	const found =
		lines !== null && path.startsWith(LINES) && Array.isArray(properties.products)
			? lines.flatMap((line) => valuesAt(line, path.slice(LINES.length)))
			: valuesAt(properties, path);
	const numbers = found.filter((value) => typeof value === 'number');
	if (numbers.length === 0) return null;
	const sum = exactSum(numbers);
	return Math.abs(sum) > MAX_AMOUNT ? null : sum;
}

const isObject = (value: Json): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const idOf = (value: Json | undefined): string | null =>
	value === undefined ? null : (idIn(value)?.slice(0, MAX_GROUP) ?? null);
const textOf = (value: Json | undefined): string | null =>
	typeof value === 'string' && value !== '' ? value.slice(0, MAX_GROUP) : null;
