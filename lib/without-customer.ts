import type { Listener } from './await';
import { idIn, scalar, valuesAt } from './compare';
import type { PropertyTest, Rule } from './condition';
import type { EventFact, Json, JsonObject } from './event';
import { RETAIL_EVENTS } from './retail-events';
import { refersToTrigger } from './trigger-values';

/** What an exit and a wait's event have in common. */
export type Listens = Pick<Listener, 'event' | 'where' | 'correlation'>;

/**
 * Whether a listener hears an event that came without a customer. Of the events Parcours knows, those that are about
 * nobody: an anonymous sale at a till is nobody's order, and must not take everybody out. Any other event only where it
 * is tied to the trigger.
 */
export function hearsWithoutCustomer({ event, correlation }: Listens): boolean {
	const known = RETAIL_EVENTS[event];
	return known ? known.nobody === true : correlation !== undefined;
}

/** What an event without a customer must say for a listener to hear it: one of `values` at `path`. Without a path: nothing in particular. */
export type Tie = { event: string; path: string | null; values: string[] };

/**
 * What such an event must say at least to be heard by any of these. It narrows, it never decides: filters and windows
 * are for `lib/route`.
 */
export function tiesOf(listeners: readonly Listens[], trigger: EventFact): Tie[] {
	return listeners.filter(hearsWithoutCustomer).map(({ event, correlation, where }) => {
		if (correlation) return { event, path: correlation.property, values: valuesIn(trigger, correlation.equalsTrigger) };
		const test = where && equalityIn(where);
		if (!test) return { event, path: null, values: [] };
		return {
			event,
			path: test.path,
			values: refersToTrigger(test) ? valuesIn(trigger, test.value.path) : idsOf(test.value),
		};
	});
}

/** A test, of a property of the event when it is named, that has to hold for the rule to hold. */
export function equalityIn(rule: Rule, path?: string): PropertyTest | undefined {
	if (rule.type === 'all') return rule.rules.map((child) => equalityIn(child, path)).find((test) => test !== undefined);
	const equal = rule.type === 'property' && rule.of === 'event' && rule.op === 'equals';
	return equal && (path === undefined || rule.path === path) ? rule : undefined;
}

function valuesIn(trigger: EventFact, path: string): string[] {
	return [...new Set(valuesAt(trigger.properties, path).flatMap((value) => idIn(value) ?? []))];
}

function idsOf(value: PropertyTest['value']): string[] {
	const parsed = scalar.safeParse(value);
	const id = parsed.success ? idIn(parsed.data) : null;
	return id === null ? [] : [id];
}

/** What a suspended enrollment is found by when such an event comes; compare with `keysIn`. */
export function keysOf(ties: readonly Tie[]): string[] {
	return [
		...new Set(
			ties.flatMap(({ event, path, values }) =>
				path === null ? [event] : values.map((value) => key(event, path, value)),
			),
		),
	];
}

/** Whom an event without a customer may concern: those found by any of these. */
export function keysIn({ name, properties }: Pick<EventFact, 'name' | 'properties'>): string[] {
	return [...new Set([name, ...leaves(properties).map(([path, value]) => key(name, path, value))])];
}

/** A long value is cut: a key only narrows. */
function key(event: string, path: string, value: string): string {
	return [event, path, value.slice(0, 100)].join('\n');
}

/** Every value of an object with its path, as `valuesAt` would find it. */
function leaves(properties: JsonObject): [path: string, value: string][] {
	return Object.entries(properties).flatMap(([name, value]) => under(value, name));
}

function under(value: Json, path: string): [path: string, value: string][] {
	if (Array.isArray(value)) return value.flatMap((item) => (Array.isArray(item) ? [] : under(item, `${path}[]`)));
	if (typeof value === 'object' && value !== null)
		return Object.entries(value).flatMap(([name, child]) => under(child, `${path}.${name}`));
	const id = idIn(value);
	return id === null ? [] : [[path, id]];
}

/** Objects of which an event's properties contain one when it says what the tie asks for: ids may be text or numbers. */
export function samplesOf({ path, values }: Tie): JsonObject[] {
	if (path === null) return [];
	return values.flatMap((value) => spellings(value).map((spelling) => nested(path.split('.'), spelling)));
}

function spellings(id: string): Json[] {
	if (id === 'true' || id === 'false') return [id, id === 'true'];
	return String(Number(id)) === id && Number.isFinite(Number(id)) ? [id, Number(id)] : [id];
}

function nested([part = '', ...rest]: string[], value: Json): JsonObject {
	const inner = rest.length > 0 ? nested(rest, value) : value;
	return part.endsWith('[]') ? { [part.slice(0, -2)]: [inner] } : { [part]: inner };
}
