import { type SQL, sql } from 'drizzle-orm';
import { anyCase, ISO_DATE, instantIn, type Operator, type Scalar, type Wanted } from '@/lib/compare';

// How lib/compare.ts compares, said in SQL. Every condition here is true or false, never null: `not` turns it round.

/** The jsonb values that a path leads to: one, or each of the lists it crosses (set-returning, to be joined laterally). Null: none. */
export type Values = { value: SQL; lists: SQL[] } | null;

/** What a path leads to from a jsonb. */
export function valuesIn(root: SQL, path: string): Values {
	let value = root;
	const lists: SQL[] = [];
	for (const part of path.split('.')) {
		const crosses = part.endsWith('[]');
		const child = sql`(${value} -> ${crosses ? part.slice(0, -2) : part}::text)`;
		if (!crosses) {
			value = child;
			continue;
		}
		const alias = sql.raw(`l${lists.length}`);
		lists.push(
			sql`jsonb_array_elements(case when jsonb_typeof(${child}) = 'array' then ${child} else '[]' end) as ${alias}(v)`,
		);
		value = sql`${alias}.v`;
	}
	return { value, lists };
}

/** Whether one of the values passes a test. */
export function some(values: Values, test: (value: SQL) => SQL): SQL {
	if (!values) return sql`false`;
	const { value, lists } = values;
	if (lists.length === 0) return sql`coalesce(${test(value)}, false)`;
	return sql`exists (select 1 from ${sql.join(lists, sql` cross join lateral `)} where ${test(value)})`;
}

/** The lists a path crosses, after what stands in `from`. */
export function acrossLists(values: Values): SQL {
	return sql.join(
		(values?.lists ?? []).map((list) => sql` cross join lateral ${list}`),
		sql``,
	);
}

/** As `testValues`. */
export function testValues(values: Values, op: Operator, wanted: Wanted): SQL {
	const { turned, test } = testOf(op, wanted);
	const passed = some(values, test);
	return turned ? sql`not ${passed}` : passed;
}

/** A test on a single value that is there, and whether the operator holds when no value passes it. */
export function testOf(op: Operator, wanted: Wanted): { turned: boolean; test: (value: SQL) => SQL } {
	switch (op) {
		case 'is-set':
			return { turned: false, test: isPresent };
		case 'is-not-set':
			return { turned: true, test: isPresent };
		case 'not-equals':
			return { turned: true, test: (value) => passes(value, 'equals', wanted) };
		case 'not-contains':
			return { turned: true, test: (value) => passes(value, 'contains', wanted) };
		default:
			return { turned: false, test: (value) => passes(value, op, wanted) };
	}
}

export function isPresent(value: SQL): SQL {
	return sql`(${value} is not null and ${value} not in ('null', '""'))`;
}

type Comparison = Exclude<Operator, 'is-set' | 'is-not-set' | 'not-equals' | 'not-contains'>;

function passes(value: SQL, op: Comparison, wanted: Wanted): SQL {
	return sql`(${isPresent(value)} and ${compared(value, op, wanted)})`;
}

const json = (wanted: Scalar) => sql`${JSON.stringify(wanted)}::jsonb`;
const textIn = (value: SQL) => sql`(${value} #>> '{}')`;

function compared(value: SQL, op: Comparison, wanted: Wanted): SQL {
	if (wanted === undefined) return sql`false`;
	if (op === 'one-of')
		return Array.isArray(wanted)
			? sql`${value} = any(${sql.param(wanted.map((each) => JSON.stringify(each)))}::jsonb[])`
			: sql`false`;
	// A list, or a reference nobody looked up: nothing is like it.
	if (typeof wanted === 'object') return sql`false`;
	switch (op) {
		case 'equals':
			return sql`${value} = ${json(wanted)}`;
		case 'contains':
			return sql`case jsonb_typeof(${value}) when 'array' then ${value} @> ${json(wanted)}
				when 'string' then ${typeof wanted === 'string' ? sql`strpos(lower(${textIn(value)}), ${anyCase(wanted)}) > 0` : sql`false`} else false end`;
		case 'starts-with':
			return typeof wanted === 'string'
				? sql`case jsonb_typeof(${value}) when 'string' then starts_with(lower(${textIn(value)}), ${anyCase(wanted)}) else false end`
				: sql`false`;
		case 'greater-than':
			return ordered(value, sql`>`, wanted);
		case 'at-least':
			return ordered(value, sql`>=`, wanted);
		case 'less-than':
			return ordered(value, sql`<`, wanted);
		case 'at-most':
			return ordered(value, sql`<=`, wanted);
	}
}

function ordered(value: SQL, than: SQL, wanted: Scalar): SQL {
	if (typeof wanted === 'number') return sql`(jsonb_typeof(${value}) = 'number' and ${value} ${than} ${json(wanted)})`;
	const instant = typeof wanted === 'string' ? instantIn(wanted) : null;
	if (instant === null) return sql`false`;
	const date = textIn(value);
	return sql`case when jsonb_typeof(${value}) <> 'string' or ${date} !~ ${ISO_DATE} then false
		when to_char((left(${date}, 8) || '01')::date + substr(${date}, 9, 2)::int - 1, 'YYYY-MM-DD') <> left(${date}, 10) then false
		else ${instantOf(date)} ${than} ${new Date(instant).toISOString()}::timestamptz end`;
}

/** Of a date that `ISO_DATE` fits: to the millisecond, and in UTC where it names no zone. */
function instantOf(date: SQL): SQL {
	return sql`(regexp_replace(${date}, '(\\.[0-9]{3})[0-9]+', '\\1') || case when ${date} ~ '(Z|[+-][0-9]{2}:[0-9]{2})$' then '' else ' UTC' end)::timestamptz`;
}
