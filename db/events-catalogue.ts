import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from './client';

const row = z.object({ name: z.string(), n: z.number(), properties: z.array(z.string()) });
export type KnownEvent = z.infer<typeof row>;

/** How many of the latest events tell what a retailer really sends. */
const SAMPLE = 5000;

/** Events that arrived lately, with the paths of their properties (`products[].category`): what pickers in the editor offer. */
export async function eventsSeen(tx: Tx): Promise<KnownEvent[]> {
	const result = await tx.execute(sql`
		with latest as (select name, properties from events order by effective_at desc limit ${SAMPLE}),
		paths as (
			select name, key as path from latest, jsonb_object_keys(properties) key
			union
			select l.name, e.key || '[].' || k from latest l, jsonb_each(l.properties) e,
				jsonb_path_query_first(e.value, '$[0]') item, jsonb_object_keys(item) k
			where jsonb_typeof(e.value) = 'array' and jsonb_typeof(item) = 'object')
		select l.name, count(*)::int as n, coalesce((select array_agg(p.path order by p.path) from paths p where p.name = l.name), '{}') as properties
		from latest l group by l.name order by n desc, l.name limit 300`);
	return result.rows.map((r) => row.parse(r));
}

/** Names of the traits that customers have. */
export async function traitsSeen(tx: Tx): Promise<string[]> {
	const result = await tx.execute<{ name: string }>(sql`
		select key as name from (select traits from customers order by last_seen_at desc limit 2000) c, jsonb_object_keys(traits) key
		group by key order by count(*) desc, key limit 200`);
	return result.rows.map(({ name }) => name);
}
