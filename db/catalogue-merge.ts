import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { CATALOGUE_KEYS, type CatalogueKind } from '@/lib/catalogue';
import type { JsonObject } from '@/lib/event';
import type { Tx } from './client';
import { products, productVariants, stock, stores } from './schema';

const TABLES = { products, variants: productVariants, stores, stock };

/** What a new row has that its line does not say. */
const NEW: Record<CatalogueKind, JsonObject> = {
	products: { active: true },
	variants: { active: true },
	stores: { kind: 'store', opening_hours: {}, exceptions: {}, services: [], languages: [], active: true },
	stock: {},
};

/** What holds from an instant on, by the column of that instant: an older one changes nothing. */
const DATED: Record<CatalogueKind, { columns: string[]; since: string } | null> = {
	products: { columns: ['price_minor', 'currency', 'price_as_of'], since: 'price_as_of' },
	variants: { columns: ['price_minor', 'price_as_of'], since: 'price_as_of' },
	stores: null,
	stock: { columns: ['quantity', 'as_of'], since: 'as_of' },
};

/**
 * Writes `catalogue_lines` into their table: rows that are there are changed, with what a line does not say left as it
 * is, others are made. Returns how many rows were written, and how many lines had a figure or price older than what is
 * there, which was left.
 */
export async function mergeLines(tx: Tx, kind: CatalogueKind): Promise<{ written: number; outdated: number }> {
	const table = TABLES[kind];
	const columns = Object.values(getTableColumns(table)).map(({ name }) => name);
	const keys: readonly string[] = CATALOGUE_KEYS[kind];
	const of = (alias: string, names: readonly string[]) =>
		sql.join(
			names.map((name) => sql`${sql.identifier(alias)}.${sql.identifier(name)}`),
			sql`, `,
		);
	const same = sql.join(
		keys.map((key) => sql`t.${sql.identifier(key)} = l.record ->> ${key}`),
		sql` and `,
	);
	// Nobody changes what is here between our reading it and writing it again; in one order for everybody: no deadlock.
	await tx.execute(sql`
		select from ${table} t where exists (select from catalogue_lines l where ${same})
		order by ${of('t', keys)} for no key update of t`);
	const since = DATED[kind] && sql.identifier(DATED[kind].since);
	const isLate = since ? sql`coalesce(n.${since} < t.${since}, false)` : sql`false`;
	const isNew = sql`${of('t', keys.slice(0, 1))} is null`;
	const { rows } = await tx.execute<{ written: number; outdated: number }>(sql`
		with picked as (
			select distinct on (${of('n', keys)}) n.*, ${isLate} as late from catalogue_lines l
			left join ${table} t on ${same}
			cross join lateral jsonb_populate_record(t,
				case when ${isNew} then ${JSON.stringify(NEW[kind])}::jsonb || jsonb_build_object('created_at', now(), 'price_as_of', now()) else '{}' end
				|| l.record) n
			order by ${of('n', keys)}, l.record ->> 'as_of' desc, l.line desc),
		put as (
			insert into ${table} (${sql.join(
				columns.map((name) => sql.identifier(name)),
				sql`, `,
			)})
			select ${of('picked', columns)} from picked where ${kind !== 'stock'} or not late
			on conflict (${sql.join(
				keys.map((key) => sql.identifier(key)),
				sql`, `,
			)}) do update set ${changes(kind, columns)}
			returning 1)
		select (select count(*)::int from put) as written, (select count(*)::int from picked where late) as outdated`);
	return rows[0] ?? { written: 0, outdated: 0 };
}

function changes(kind: CatalogueKind, columns: string[]): SQL {
	const dated = DATED[kind];
	const kept: readonly string[] = ['created_at', ...CATALOGUE_KEYS[kind]];
	const sets = columns
		.filter((name) => !kept.includes(name))
		.map((name) => {
			const column = sql.identifier(name);
			if (!dated?.columns.includes(name)) return sql`${column} = excluded.${column}`;
			const since = sql.identifier(dated.since);
			const table = TABLES[kind];
			return sql`${column} = case when ${table}.${since} <= excluded.${since} then excluded.${column} else ${table}.${column} end`;
		});
	return sql.join(sets, sql`, `);
}
