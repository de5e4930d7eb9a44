import { type SQL, sql } from 'drizzle-orm';
import type { PropertyTest, Rule } from '@/lib/condition';
import { DEFAULT_PURPOSE, OWN_SOURCES } from '@/lib/consent';
import { UserError } from '@/lib/errors';
import { evaluate } from '@/lib/evaluate';
import type { EventFact } from '@/lib/event';
import { STAGES } from '@/lib/lifecycle';
import { refersToTrigger, withTriggerValues } from '@/lib/trigger-values';
import { historyIn, historyValueIn } from './rule-history';
import { ids, masterOf, masters } from './rule-masters';
import { some, testOf, testValues, type Values, valuesIn } from './rule-values';

/** What a rule is compiled against. */
export type Asking = {
	/** The logical time, UTC epoch ms. */
	now: number;
	/** The event that asks for the customers, where one does. */
	trigger?: EventFact | undefined;
	/** Only these customers are asked about (masters’ ids): what the others did is not read. */
	among?: readonly string[] | undefined;
};

/** Inside of a rule: what its tests stand on. */
export type Scope = Asking & {
	/** The row of `customers` that is tested: a master’s. */
	customer: SQL;
	/** The properties of the event of the history that is looked at. */
	event: SQL | null;
};

/**
 * A rule about customers as one condition on `customers c`, true exactly for those of whom `evaluate` says so: the same
 * rule, in memory, on the facts of the same instant. Whoever was merged into somebody else, or erased, is never meant. Each test on
 * what customers did is a subquery by itself, read once for all of them: give a large one the memory to hash it
 * (`work_mem`), or ask `among` some.
 *
 * @throws UserError when the rule looks at stock, stores, prices or operations: they are known for one customer at a time
 */
export function matching(rule: Rule, asking: Asking): SQL {
	const among = asking.among ? sql`c.id = any(${ids(asking.among)}) and ` : sql``;
	return sql`${among}${isSomebody(sql`c`)} and ${holds(rule, { ...asking, customer: sql`c`, event: null })}`;
}

/** Whether a row of `customers` is a customer: who was merged into another is hers, and who was erased is nobody. */
export function isSomebody(customer: SQL): SQL {
	return sql`${customer}.merged_into is null and ${customer}.erased_at is null`;
}

export function holds(rule: Rule, scope: Scope): SQL {
	switch (rule.type) {
		case 'all':
			return rule.rules.length === 0 ? sql`true` : joined(rule.rules, sql` and `, scope);
		case 'any':
			return rule.rules.length === 0 ? sql`false` : joined(rule.rules, sql` or `, scope);
		case 'none':
			return sql`not ${holds({ type: 'any', rules: rule.rules }, scope)}`;
		case 'property':
			return refersToTrigger(rule) ? holds(withTriggerValues(rule, scope.trigger), scope) : propertyHolds(rule, scope);
		case 'consent':
			return sql`${isConsented(rule, scope)} = ${rule.granted}`;
		case 'identity': {
			const verified = rule.verified === undefined ? sql`` : sql` and i.verified = ${rule.verified}`;
			return sql`(${scope.customer}.id in (select ${masterOf('i')} from ${masters('i', scope)}
				where i.kind = ${rule.kind}${verified})) = ${rule.known}`;
		}
		case 'lifecycle':
			return sql`coalesce(${scope.customer}.lifecycle, ${STAGES[0]}) = any(${sql.param(rule.stages)}::text[])`;
		case 'segment':
			return sql`(${scope.customer}.id in (select s.customer_id from segment_members s where s.segment_id = ${rule.segmentId}::uuid)) = ${rule.in}`;
		case 'history':
			return historyIn(rule, scope);
		case 'history-value':
			return historyValueIn(rule, scope);
		case 'stock':
		case 'store':
		case 'distance':
		case 'price':
		case 'operation':
			throw new UserError(
				{
					en: 'a rule about customers cannot look at stock, stores, prices or operations: ask for them in the journey',
					fr: 'une règle sur les clients ne peut regarder ni stock, ni magasins, ni prix, ni opérations\u00a0: demandez-les dans le parcours',
				},
				'rule',
			);
	}
}

function joined(rules: Rule[], word: SQL, scope: Scope): SQL {
	return sql`(${sql.join(
		rules.map((child) => holds(child, scope)),
		word,
	)})`;
}

function propertyHolds(test: PropertyTest, scope: Scope): SQL {
	switch (test.of) {
		case 'trigger':
			// The same for everybody, and known: decided here.
			return evaluate(test, { ...NOBODY, now: scope.now, trigger: scope.trigger }) ? sql`true` : sql`false`;
		case 'event':
			return testValues(scope.event && valuesIn(scope.event, test.path), test.op, test.value);
		case 'customer':
			return customerHolds(test, scope);
	}
}

const NOBODY = {
	customer: {
		...{ id: '', email: null, phone: null, locale: null, country: null, timeZone: null, homeStoreId: null },
		...{ lifecycle: STAGES[0], scores: null, segments: [], traits: {} },
	},
	consents: {},
	history: [],
};

const COLUMNS: Record<string, (customer: SQL) => SQL> = {
	id: (c) => sql`to_jsonb(${c}.id)`,
	locale: (c) => sql`to_jsonb(${c}.locale)`,
	country: (c) => sql`to_jsonb(${c}.country)`,
	timeZone: (c) => sql`to_jsonb(${c}.time_zone)`,
	homeStoreId: (c) => sql`to_jsonb(${c}.home_store_id)`,
	lifecycle: (c) => sql`to_jsonb(coalesce(${c}.lifecycle, ${STAGES[0]}))`,
	scores: (c) => sql`${c}.scores`,
	traits: (c) => sql`${c}.traits`,
	segments: (c) =>
		sql`(select coalesce(jsonb_agg(s.segment_id), '[]') from segment_members s where s.customer_id = ${c}.id)`,
};

/** What is not in her row is looked up for everybody at once: the ids of those whose value (`v`, jsonb) passes. */
function customerHolds({ path, op, value }: PropertyTest, scope: Scope): SQL {
	const fact = path.split(/\.|\[\]/)[0] ?? '';
	const column = COLUMNS[fact];
	if (column) return testValues(within(column(scope.customer), fact, path), op, value);
	const looked = lookedUp(fact, scope);
	if (!looked) return testValues(null, op, value);
	const { turned, test } = testOf(op, value);
	const passing = sql`${scope.customer}.id in (select f.id from (${looked}) f(id, v) where ${some(within(sql`f.v`, fact, path), test)})`;
	return turned ? sql`not (${passing})` : sql`(${passing})`;
}

/** The rest of a path, from the fact it begins with. */
function within(value: SQL, fact: string, path: string): Values {
	if (path === fact) return { value, lists: [] };
	if (path.startsWith(`${fact}.`)) return valuesIn(value, path.slice(fact.length + 1));
	return valuesIn(sql`jsonb_build_object(${fact}::text, ${value})`, path);
}

function lookedUp(fact: string, scope: Scope): SQL | null {
	switch (fact) {
		case 'email':
		case 'phone':
			return sql`select distinct on (1) ${masterOf('i')}, to_jsonb(i.value) from ${masters('i', scope)}
				where i.kind = ${fact} order by 1, i.last_seen_at desc, i.value`;
		case 'points':
			return sql`select a.id, to_jsonb(coalesce(p.n, 0)) from customers a left join (${pointsOf(sql``, scope)}) p(id, n) on p.id = a.id`;
		case 'tier':
			return sql`select a.id, (select to_jsonb(t.name) from workspace w, jsonb_to_recordset(w.settings -> 'tiers') as t(name text, "from" int)
				where w.id = 1 and t."from" <= coalesce(p.n, 0) order by t."from" desc limit 1)
				from customers a left join (${pointsOf(sql`where p.kind = 'earned'`, scope)}) p(id, n) on p.id = a.id`;
		default:
			return null;
	}
}

function pointsOf(where: SQL, scope: Scope): SQL {
	return sql`select ${masterOf('p')}, sum(p.delta) from ${masters('p', scope)} ${where} group by 1`;
}

/** As `standingConsents` (lib/consent.ts): the latest decision, unless she herself said no last. */
function isConsented({ channel, purpose = DEFAULT_PURPOSE }: Extract<Rule, { type: 'consent' }>, scope: Scope): SQL {
	const latest = sql`array_agg(k.granted order by k.decided_at desc, k.id desc)`;
	return sql`(${scope.customer}.id in (select ${masterOf('k')} from ${masters('k', scope)}
		where k.channel = ${channel} and k.purpose = ${purpose} group by 1
		having (${latest})[1] and coalesce((${latest} filter (where k.source = any(${sql.param([...OWN_SOURCES])}::text[])))[1], true)))`;
}
