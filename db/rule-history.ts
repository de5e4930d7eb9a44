import { type SQL, sql } from 'drizzle-orm';
import type { HistoryTest, HistoryValueTest, Past, Rule, Undoing } from '@/lib/condition';
import { durationMs } from '@/lib/duration';
import { testsIn } from '@/lib/rule-needs';
import { masterOf, masters } from './rule-masters';
import { holds, type Scope } from './rule-sql';
import { acrossLists, isPresent, some, testOf, type Values, valuesIn } from './rule-values';

// What lib/history-tests.ts says of one customer, said of all at once: who is among those whose history passes.

export function historyIn({ count: { op, n }, ...past }: HistoryTest, scope: Scope): SQL {
	const counted = (having: SQL) =>
		isIn(scope, sql`select ${masterOf('e')} ${eventsMeant(past, scope)} group by 1 having count(*) ${having}`);
	// Whoever did it at all need not be counted.
	const did = () => isIn(scope, sql`select ${masterOf('e')} ${eventsMeant(past, scope)}`);
	switch (op) {
		case 'at-least':
			return n === 0 ? sql`true` : n === 1 ? did() : counted(sql`>= ${n}`);
		case 'at-most':
			return n === 0 ? sql`not ${did()}` : sql`not ${counted(sql`> ${n}`)}`;
		case 'exactly':
			return n === 0 ? sql`not ${did()}` : counted(sql`= ${n}`);
	}
}

export function historyValueIn(test: HistoryValueTest, scope: Scope): SQL {
	const { turned, test: passes } = testOf(test.op, test.value);
	const taken = test.take === 'first' || test.take === 'last' ? endOf(test, scope) : aggregateOf(test, scope);
	const among = (condition: SQL) => isIn(scope, sql`select f.id from (${taken.people}) f(id, v) where ${condition}`);
	const passed = some(taken.values, passes);
	if (test.op === 'is-not-set') return sql`not ${among(passed)}`;
	// The opposite of a comparison needs a value too.
	return among(turned ? sql`${some(taken.values, isPresent)} and not ${passed}` : passed);
}

/** People with a jsonb of theirs (`f(id, v)`), and the values looked at in it. */
type Taken = { people: SQL; values: Values };

function endOf({ take, path, ...past }: HistoryValueTest, scope: Scope): Taken {
	const order = take === 'first' ? sql`asc` : sql`desc`;
	return {
		people: sql`select distinct on (1) ${masterOf('e')}, e.properties ${eventsMeant(past, scope)}
			order by 1, e.effective_at ${order}, e.seq ${order}`,
		values: valuesIn(sql`f.v`, path),
	};
}

function aggregateOf({ take, path, ...past }: HistoryValueTest, scope: Scope): Taken {
	const values = valuesIn(sql`e.properties`, path);
	const value = values?.value ?? sql`null::jsonb`;
	const isNumber = sql`jsonb_typeof(${value}) = 'number'`;
	// Postgres may read a value before it has looked at what kind it is.
	const number = sql`case when ${isNumber} then (${value})::numeric end`;
	const aggregate = {
		sum: sql`sum(${number})::float8`,
		average: sql`sum(${number})::float8 / count(*)`,
		smallest: sql`min(${number})::float8`,
		largest: sql`max(${number})::float8`,
		first: sql`null::float8`,
		last: sql`null::float8`,
	}[take];
	return {
		people: sql`select ${masterOf('e')}, to_jsonb(${aggregate}) ${eventsMeant(past, scope, values)} and ${isNumber} group by 1`,
		values: { value: sql`f.v`, lists: [] },
	};
}

function isIn({ customer }: Scope, people: SQL): SQL {
	return sql`(${customer}.id in (${people}))`;
}

/** `from … where …`: the events meant, each joined with the lists that values are taken from. */
function eventsMeant({ event, within, where, without = [] }: Past, scope: Scope, across: Values = null): SQL {
	const since = within ? sql` and e.effective_at > ${instant(scope.now - durationMs(within))}` : sql``;
	const undone = without.map((undoing) => sql` and not ${isUndone(undoing, scope)}`);
	return sql`${fromEvents(event, where, scope, across)}${since}${sql.join(undone, sql``)}`;
}

function fromEvents(name: string, where: Rule | undefined, scope: Scope, across: Values): SQL {
	const aboutHer = testsIn(where).some((test) => test.type !== 'property' || test.of === 'customer');
	const her = aboutHer ? sql` join customers h on h.id = ${masterOf('e')}` : sql``;
	const filter = where ? sql` and ${holds(where, { ...scope, customer: sql`h`, event: sql`e.properties` })}` : sql``;
	return sql`from ${masters('e', scope)}${her}${acrossLists(across)}
		where e.customer_id is not null and e.name = ${name} and e.effective_at <= ${instant(scope.now)}${filter}`;
}

/** Whether an event of hers (`e`) has an id in common with one that undoes it. */
function isUndone({ event, same, where }: Undoing, scope: Scope): SQL {
	const ids = valuesIn(sql`e.properties`, same);
	const id = idIn(ids?.value ?? sql`null::jsonb`);
	const undoing = sql`select ${masterOf('e')}, ${id} ${fromEvents(event, where, scope, ids)} and ${id} is not null`;
	return some(ids, (value) => sql`(${masterOf('e')}, ${idIn(value)}) in (${undoing})`);
}

/** As `idIn` (lib/compare.ts): text and numbers alike. */
function idIn(value: SQL): SQL {
	return sql`case when jsonb_typeof(${value}) in ('string', 'number', 'boolean') and ${value} <> '""' then ${value} #>> '{}' end`;
}

function instant(at: number): SQL {
	return sql`${new Date(at).toISOString()}::timestamptz`;
}
