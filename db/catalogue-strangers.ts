import { type SQL, sql } from 'drizzle-orm';
import { CATALOGUE_KEYS, type CatalogueKind } from '@/lib/catalogue';
import type { LineProblem } from '@/lib/catalogue-line';
import { WEB } from '@/lib/place';
import type { Text } from '@/lib/text';
import type { Tx } from './client';

type Stranger = { line: number; value: string; other: number | null };

/**
 * Takes the lines out of `catalogue_lines` that do not fit what else is known: that speak of the same as an earlier line,
 * or of a product, variant or store that is not there. Answers what is wrong, line by line.
 */
export async function findStrangers(tx: Tx, kind: CatalogueKind): Promise<LineProblem[][]> {
	const found = new Map<number, LineProblem[]>();
	for (const { field, lines, message } of CHECKS[kind]) {
		const { rows } = await tx.execute<Stranger>(lines);
		for (const stranger of rows) {
			const problems = found.get(stranger.line) ?? [];
			problems.push({ line: stranger.line, field, message: message(stranger) });
			found.set(stranger.line, problems);
		}
	}
	if (found.size > 0)
		await tx.execute(sql`delete from catalogue_lines where line = any(${sql.param([...found.keys()])}::int[])`);
	return [...found.values()];
}

type Check = { field: string; lines: SQL; message: (stranger: Stranger) => Text };

/** Figures of stock may come several times, of several instants: the newest holds. */
const twice = (kind: Exclude<CatalogueKind, 'stock'>): Check => {
	const [field] = CATALOGUE_KEYS[kind];
	return {
		field,
		lines: sql`
			select line, value, other from (
				select line, record ->> ${field} as value, min(line) over (partition by record ->> ${field}) as other from catalogue_lines) l
			where line > other`,
		message: ({ value, other }) => ({
			en: `“${value}” is on line ${other} already`,
			fr: `« ${value} » est déjà à la ligne ${other}`,
		}),
	};
};

const unknownProduct: Check = {
	field: 'product_id',
	lines: sql`
		select line, record ->> 'product_id' as value, null as other from catalogue_lines
		where not exists (select from products p where p.id = record ->> 'product_id')`,
	message: ({ value }) => ({
		en: `there is no product “${value}”: import the products first, or correct the id`,
		fr: `il n’y a pas de produit « ${value} » : importez d’abord les produits, ou corrigez l’identifiant`,
	}),
};

const CHECKS: Record<CatalogueKind, Check[]> = {
	products: [twice('products')],
	stores: [twice('stores')],
	variants: [
		twice('variants'),
		unknownProduct,
		{
			field: 'product_id',
			lines: sql`
				select line, v.product_id as value, null as other from catalogue_lines
				join product_variants v on v.sku = record ->> 'sku' and v.product_id <> record ->> 'product_id'`,
			message: ({ value }) => ({
				en: `this variant belongs to the product “${value}”: a sku is for ever one product’s`,
				fr: `cette variante appartient au produit « ${value} » : un sku reste à un seul produit`,
			}),
		},
		{
			field: 'currency',
			lines: sql`
				select line, p.currency as value, null as other from catalogue_lines
				join products p on p.id = record ->> 'product_id' and p.currency <> record ->> 'currency'`,
			message: ({ value }) => ({ en: `its product is priced in ${value}`, fr: `son produit a un prix en ${value}` }),
		},
	],
	stock: [
		unknownProduct,
		{
			field: 'sku',
			lines: sql`
				select line, record ->> 'sku' as value, null as other from catalogue_lines
				where record ->> 'sku' <> '' and not exists (
					select from product_variants v where v.sku = record ->> 'sku' and v.product_id = record ->> 'product_id')`,
			message: ({ value }) => ({
				en: `this product has no variant “${value}”: import the variants first, or correct the sku`,
				fr: `ce produit n’a pas de variante « ${value} » : importez d’abord les variantes, ou corrigez le sku`,
			}),
		},
		{
			field: 'store_id',
			lines: sql`
				select line, record ->> 'store_id' as value, null as other from catalogue_lines
				where record ->> 'store_id' <> ${WEB} and not exists (select from stores s where s.id = record ->> 'store_id')`,
			message: ({ value }) => ({
				en: `there is no store “${value}”: import the stores first, or correct the id`,
				fr: `il n’y a pas de magasin « ${value} » : importez d’abord les magasins, ou corrigez l’identifiant`,
			}),
		},
	],
};
