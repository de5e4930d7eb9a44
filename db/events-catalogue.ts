import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { SeenEvent, SeenProperty } from '@/lib/seen';
import { VALUE_KINDS } from '@/lib/value-kind';
import type { Db } from './client';

/** Names, and of each: the events that are counted, and the latest ones whose properties are read. These bound the cost. */
const NAMES = 200;
const COUNTED = 100_000;
const SAMPLE = 80;
/** Customers whose traits are read: those seen last. */
const CUSTOMERS = 2000;
/** Values that are offered of a property, and how long they may be. */
const VALUES = 6;
const LONGEST = 40;

const property = z.object({
	path: z.string(),
	kinds: z.array(z.enum(VALUE_KINDS)),
	share: z.number(),
	values: z.array(z.union([z.string(), z.number(), z.boolean()])),
});
const event = z.object({ name: z.string(), count: z.number(), last_at: z.number() });
const ofEvent = z.object({ name: z.string(), properties: z.array(property) });

/**
 * Events that really came in, the most frequent first, with their properties. Names are found by stepping through the
 * index from one to the next, counts read the index alone, and properties are those of the latest few of each name: the
 * cost does not grow with the events there are.
 */
export async function eventsSeen(db: Db): Promise<SeenEvent[]> {
	const [counted, known] = await Promise.all([
		uncompiled(
			db,
			sql`with ${NAME_BY_NAME}
			select n.name, counted.n::int as count, extract(epoch from latest.at)::float8 * 1000 as last_at
			from names n,
				lateral (select count(*) as n from (select 1 from events e where e.name = n.name limit ${COUNTED + 1}) first_ones) counted,
				lateral (select max(e.effective_at) as at from events e where e.name = n.name) latest
			where n.name is not null order by count desc, n.name`,
		),
		uncompiled(
			db,
			sql`with ${NAME_BY_NAME},
			sample as (select n.name as of, row_number() over () as nth, e.customer_id as who, e.properties as fields
				from names n, lateral (select customer_id, properties from events e where e.name = n.name order by e.effective_at desc limit ${SAMPLE}) e
				where n.name is not null),
			${PROPERTIES}
			select of as name, properties from described`,
		),
	]);
	const properties = new Map(known.map((row) => ofEvent.parse(row)).map((one) => [one.name, one.properties]));
	return counted.map((row) => {
		const { name, count, last_at } = event.parse(row);
		const more = count > COUNTED;
		return { name, more, count: more ? COUNTED : count, lastAt: last_at, properties: properties.get(name) ?? [] };
	});
}

/** Traits that customers have, the most frequent first. */
export async function traitsSeen(db: Db): Promise<SeenProperty[]> {
	const rows = await uncompiled(
		db,
		sql`with sample as (select '' as of, row_number() over () as nth, id as who, traits as fields from customers order by last_seen_at desc limit ${CUSTOMERS}),
		${PROPERTIES}
		select of as name, properties from described`,
	);
	return rows.flatMap((row) => ofEvent.parse(row).properties);
}

/** Postgres thinks these statements long, and would compile them for longer than they run. */
async function uncompiled(db: Db, statement: SQL): Promise<Record<string, unknown>[]> {
	return db.transaction(
		async (tx) => {
			await tx.execute(sql`select set_config('jit', 'off', true)`);
			return (await tx.execute(statement)).rows;
		},
		{ accessMode: 'read only' },
	);
}

const NAME_BY_NAME = sql`recursive steps as (
		(select name, 1 as nth from events order by name limit 1)
		union all
		select (select e.name from events e where e.name > s.name order by e.name limit 1), s.nth + 1
		from steps s where s.name is not null and s.nth < ${NAMES}),
	names as materialized (select name from steps)`;

/** From `sample` (whose: `of`; which one: `nth`; its customer: `who`; an object: `fields`) the properties of each `of`, as `described`. */
const PROPERTIES: SQL = sql`found as (
		select of, nth, who, key as path, value from sample, jsonb_each(fields)
		union all
		select of, nth, who, field.key || '[].' || inner_field.key, inner_field.value
		from sample, jsonb_each(fields) field,
			jsonb_path_query(case when jsonb_typeof(field.value) = 'array' then field.value else '[]' end, '$[0 to 4]') item,
			jsonb_each(case when jsonb_typeof(item) = 'object' then item else '{}' end) inner_field),
	present as (
		select of, nth, who, path, value,
			case jsonb_typeof(value) when 'string' then 'text' when 'array' then 'list' else jsonb_typeof(value) end as kind
		from found where value not in ('null', '""')),
	kinds as (
		select of, path, array_agg(kind order by n desc, kind) as kinds
		from (select of, path, kind, count(*) as n from present group by of, path, kind) each group by of, path),
	shares as (
		select of, path, count(distinct nth)::float8 / (select count(*) from sample s where s.of = present.of) as share
		from present group by of, path),
	frequent as (
		select of, path, jsonb_agg(value order by n desc, value) as values from (
			select of, path, value, count(*) as n, row_number() over (partition by of, path order by count(*) desc, value) as rank
			from present
			where kind in ('text', 'number', 'boolean') and length(value::text) <= ${LONGEST}
			group by of, path, value having count(distinct who) > 1) ranked
		where rank <= ${VALUES} group by of, path),
	described as (
		select of, jsonb_agg(jsonb_build_object('path', path, 'kinds', kinds, 'share', share, 'values', coalesce(values, '[]'))
			order by share desc, path) as properties
		from kinds join shares using (of, path) left join frequent using (of, path) group by of)`;
