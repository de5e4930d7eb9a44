import { type Conversion, convertValue, textOf } from './convert-value';
import type { Json, JsonObject } from './event';
import {
	type Field,
	IDENTITIES,
	type LineField,
	type Mapping,
	type MappingCondition,
	type MappingRule,
	type PlainValue,
} from './mapping';
import { parsePath, readPath, type Scope, type Way } from './payload-path';
import { type Budget, BudgetSpent, budgetOf, MAX_VALUES, spendOnAll, spendOnText } from './reading-budget';
import { type Call, CallError, readCall } from './segment';

/** Of one payload: as many events as one request may have, and more lines than an event of 32 KB has room for. */
const MAX_EVENTS = 5000;
const MAX_LINES_OF_AN_EVENT = 1000;
/** More of the same say nothing more. */
const MAX_PROBLEMS = 50;
/** A date takes as long to read as so many other values. */
const VALUES_OF_A_DATE = 5;

export const PROBLEMS = [
	'no-rule',
	'missing',
	'not-text',
	'not-a-number',
	'not-a-date',
	'not-in-table',
	'not-a-list',
	'too-many',
	'too-much',
	'same-id',
	'invalid',
	'failed',
] as const;

/** Why a payload, or a line of it, gave no event. It names what to put right and never says what was written there. */
export type MappingProblem = {
	why: (typeof PROBLEMS)[number];
	/** Null: no rule applied, or it is about all of them. */
	rule: string | null;
	/** What could not be filled: `email`, `properties.products.price`; empty when it is about none. */
	field: string;
	/** Of `invalid`: what ingest says of it. */
	detail?: string;
};

export type MappedCall = {
	rule: string;
	call: Call;
	/** Its own id in the source; null when it has none. */
	own: string | null;
	/** Of which line it is, where its own id does not say so. */
	line: number | null;
};

export type Mapped = {
	calls: MappedCall[];
	problems: MappingProblem[];
	/** How many values were read for it. */
	read: number;
};

/** How it came: UTC epoch ms, and what the sender calls this kind of payload. */
export type Receipt = { receivedAt: number; topic: string | null };

/** Something that cannot be said of this payload. */
class NotMapped extends Error {
	override name = 'NotMapped';
	constructor(
		readonly why: MappingProblem['why'],
		readonly field: string,
		readonly detail?: string,
	) {
		super(why);
	}
}

/** Where paths are read now, and what reads them: each is parsed once, and what is read is counted. */
type Place = Scope & { waysOf: (path: string) => Way[] | null; budget: Budget };

/** Maps payloads of one source. `max`: how many values may be read of each. */
export type Mapper = (payload: Json, receipt: Receipt, max?: number) => Mapped;

/**
 * What a payload says, in our words, by its source's mapping: the calls that ingest takes as they are, and why the rest
 * of it gave none. Never throws, whatever the payload is and however unfinished the mapping. A payload that takes too
 * much reading gives nothing at all: a mapping and a payload together may ask for work without end.
 */
export function mapperOf(mapping: Mapping): Mapper {
	const known = new Map<string, Way[] | null>();
	const waysOf = (path: string) => {
		const ways = known.has(path) ? known.get(path) : parsePath(path);
		known.set(path, ways ?? null);
		return ways ?? null;
	};
	return (payload, receipt, max = MAX_VALUES) => {
		const budget = budgetOf(max);
		const top: Place = { top: payload, line: payload, topic: receipt.topic, waysOf, budget };
		try {
			return { ...mapAll(mapping, top, receipt), read: budget.spent() };
		} catch (error) {
			if (!(error instanceof BudgetSpent)) throw error;
			return { calls: [], problems: [{ why: 'too-much', rule: null, field: '' }], read: budget.spent() };
		}
	};
}

type Made = Omit<Mapped, 'read'>;

/** @throws BudgetSpent */
function mapAll({ rules }: Mapping, top: Place, receipt: Receipt): Made {
	const mapped: Made = { calls: [], problems: [] };
	const applied = rules.map((rule) => applyRule(rule, top, receipt, mapped));
	if (!applied.includes(true)) mapped.problems.push({ why: 'no-rule', rule: null, field: '' });
	return mapped;
}

/** Whether the rule had anything to do with the payload. */
function applyRule(rule: MappingRule, top: Place, receipt: Receipt, mapped: Made): boolean {
	const refuse = ({ why, field, detail }: NotMapped) =>
		mapped.problems.push({ why, rule: rule.id, field, ...(detail === undefined ? {} : { detail }) });
	const lines = caught(() => (rule.each === '' ? [top.top] : listAt(rule.each, top, 'each', MAX_EVENTS)));
	if (lines instanceof NotMapped) refuse(lines);
	if (lines instanceof NotMapped || lines?.length === 0) return true;
	const ids = new Set<string>();
	let applied = false;
	for (const [n, line] of (lines ?? []).entries()) {
		const scope: Place = { ...top, line };
		if (!rule.when.every((condition) => holds(condition, scope))) continue;
		applied = true;
		if (rule.becomes.type === 'nothing' || mapped.problems.length >= MAX_PROBLEMS) continue;
		const made = caught(() => {
			if (mapped.calls.length >= MAX_EVENTS) throw new NotMapped('too-many', 'each');
			const call = callOf(rule, scope, receipt);
			const id = idOf(rule, scope, n);
			if (id.own !== null && id.line === null && ids.has(id.own)) throw new NotMapped('same-id', 'messageId');
			return { rule: rule.id, call, ...id };
		});
		if (made instanceof NotMapped) refuse(made);
		else {
			mapped.calls.push(made);
			if (made.own !== null) ids.add(made.own);
		}
	}
	return applied;
}

function caught<T>(work: () => T): T | NotMapped {
	try {
		return work();
	} catch (error) {
		if (error instanceof NotMapped) return error;
		throw error;
	}
}

function valueAt(path: string, scope: Place): Json | undefined {
	const ways = path === '' ? null : scope.waysOf(path);
	const found = ways ? readPath(ways, scope, scope.budget.spend) : undefined;
	if (found !== undefined) spendOnText(found, scope.budget);
	return found;
}

function holds({ path, is, value }: MappingCondition, scope: Place): boolean {
	const found = valueAt(path, scope);
	switch (is) {
		case 'present':
			return found !== undefined;
		case 'absent':
			return found === undefined;
		case 'equal':
			return found !== undefined && textOf(found) === value.trim();
		case 'other':
			return found === undefined || textOf(found) !== value.trim();
	}
}

/** A list; what comes alone, as some systems write lists of one, is its only line. Undefined: it is not there. */
function listAt(path: string, scope: Place, field: string, max: number): Json[] | undefined {
	const found = valueAt(path, scope);
	if (found === undefined) return undefined;
	if (typeof found !== 'object' || found === null) throw new NotMapped('not-a-list', field);
	const lines = Array.isArray(found) ? found : [found];
	if (lines.length > max) throw new NotMapped('too-many', field);
	scope.budget.spend(lines.length);
	return lines;
}

/** @throws NotMapped */
function callOf(rule: MappingRule, scope: Place, receipt: Receipt): Call {
	const who = identitiesAt(rule.who, scope);
	const { userId, anonymousId, ...addresses } = who;
	const values = fieldsAt(rule.fields, scope, 'properties');
	const said = Object.fromEntries(
		Object.entries({ email: addresses.email, phone: addresses.phone, loyalty_card: addresses.loyaltyCard }).filter(
			([, value]) => value !== undefined,
		),
	);
	const timestamp = timestampAt(rule.timestamp, scope);
	const common = { ...(userId && { userId }), ...(anonymousId && { anonymousId }), ...(timestamp && { timestamp }) };
	const raw =
		rule.becomes.type === 'track'
			? {
					...{ type: 'track', event: rule.becomes.event, properties: values, ...common },
					...(Object.keys(said).length > 0 ? { context: { traits: said } } : {}),
				}
			: { type: 'identify', traits: { ...values, ...said }, ...common };
	try {
		return readCall(raw, { receivedAt: receipt.receivedAt });
	} catch (error) {
		if (!(error instanceof CallError)) throw error;
		// Which line it was says nothing about what to put right.
		throw new NotMapped('invalid', error.field.replace(/\.\d+(?=\.|$)/g, ''), error.reason);
	}
}

function identitiesAt(who: MappingRule['who'], scope: Place): Partial<Record<keyof MappingRule['who'], string>> {
	const found: Partial<Record<keyof MappingRule['who'], string>> = {};
	for (const name of IDENTITIES) {
		const value = valueAt(who[name], scope);
		if (value === undefined) continue;
		const text = textOf(value);
		if (text === null) throw new NotMapped('not-text', name);
		if (text !== '') found[name] = text;
	}
	return found;
}

function timestampAt({ path, ...reading }: MappingRule['timestamp'], scope: Place): Json | undefined {
	if (path === '') return undefined;
	const value = valueAt(path, scope);
	if (value === undefined) throw new NotMapped('missing', 'timestamp');
	return converted(value, { as: 'instant', ...reading }, 'timestamp', scope.budget);
}

function idOf({ messageId, each }: MappingRule, scope: Place, n: number): Pick<MappedCall, 'own' | 'line'> {
	const nth = each === '' ? null : n;
	if (messageId === '') return { own: null, line: nth };
	const own = valueAt(messageId, scope);
	if (own === undefined) throw new NotMapped('missing', 'messageId');
	const text = textOf(own);
	if (text === null) throw new NotMapped('not-text', 'messageId');
	// One that is read at the top is the same for every line.
	const ofLine = scope.waysOf(messageId)?.some(({ from }) => from === 'line');
	return { own: text, line: ofLine ? null : nth };
}

/** @throws NotMapped */
function fieldsAt(fields: readonly (Field | LineField)[], scope: Place, within: string): JsonObject {
	const made: JsonObject = {};
	for (const { to, required, value } of fields) {
		const name = `${within}.${to}`;
		const found = value.from === 'lines' ? linesAt(value, scope, name) : plainAt(value, scope, name);
		if (found !== undefined) put(made, to.split('.'), found);
		else if (required) throw new NotMapped('missing', name);
	}
	return made;
}

function linesAt({ path, fields }: { path: string; fields: LineField[] }, scope: Place, name: string) {
	return listAt(path, scope, name, MAX_LINES_OF_AN_EVENT)?.map((line) => fieldsAt(fields, { ...scope, line }, name));
}

function plainAt(value: PlainValue, scope: Place, name: string): Json | undefined {
	if (value.from === 'constant') {
		scope.budget.spend(1);
		spendOnText(value.value, scope.budget);
		return value.value;
	}
	const found = valueAt(value.path, scope);
	return found === undefined ? undefined : converted(found, value.convert, name, scope.budget);
}

function converted(value: Json, to: Conversion, name: string, budget: Budget): Json {
	if (to.as === 'instant' || to.as === 'day') budget.spend(VALUES_OF_A_DATE);
	const result = convertValue(value, to);
	if ('why' in result) throw new NotMapped(result.why, name);
	if (typeof result.value === 'object') spendOnAll(result.value, budget);
	return result.value;
}

/** Own keys only: what is typed as a name while the mapping is written must not reach what all objects share. */
function put(into: JsonObject, [key = '', ...rest]: string[], value: Json): void {
	const own = (made: Json) =>
		Object.defineProperty(into, key, { value: made, enumerable: true, configurable: true, writable: true });
	if (rest.length === 0) return void own(value);
	const there = Object.hasOwn(into, key) ? into[key] : undefined;
	const inner = typeof there === 'object' && there !== null && !Array.isArray(there) ? there : {};
	if (inner !== there) own(inner);
	put(inner, rest, value);
}
