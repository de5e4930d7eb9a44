import { asc, eq, sql } from 'drizzle-orm';
import { type CatalogueChange, catalogueChange } from '@/lib/catalogue-events';
import { closedDays } from '@/lib/closed-days';
import { toMinor } from '@/lib/money';
import { WEB } from '@/lib/place';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { products, stores } from './schema';
import { setStock } from './stock';

type Said<Name extends CatalogueChange['name']> = Extract<CatalogueChange, { name: Name }>['said'] & { at: Date };

/**
 * Keeps the catalogue up to date by what events say of it, in their transaction: whatever is repeated or comes late, what
 * was true last holds.
 */
export async function applyCatalogueEvents(
	tx: Tx,
	calls: { name: string; properties: Parameters<typeof catalogueChange>[1]; at: number }[],
): Promise<void> {
	const stock: Said<'Stock Changed'>[] = [];
	const prices: Said<'Price Changed'>[] = [];
	const launches: Said<'Product Launched'>[] = [];
	const closings: Said<'Store Closed'>[] = [];
	for (const { name, properties, at: ms } of [...calls].sort((a, b) => a.at - b.at)) {
		const change = catalogueChange(name, properties);
		const at = new Date(ms);
		switch (change?.name) {
			case 'Stock Changed':
				stock.push({ ...change.said, at });
				break;
			case 'Price Changed':
				prices.push({ ...change.said, at });
				break;
			case 'Product Launched':
				launches.push({ ...change.said, at });
				break;
			case 'Store Closed':
				closings.push({ ...change.said, at });
				break;
		}
	}
	// In one order for everybody; where two transactions still meet crosswise, ingest tries again.
	await launch(tx, launches);
	await changePrices(tx, prices);
	await close(tx, closings);
	await setStock(
		tx,
		stock.map(({ product_id, sku, store_id, quantity, at }) => ({
			...{ productId: product_id, sku: sku ?? '', storeId: store_id ?? WEB },
			...{ quantity, asOf: at },
		})),
	);
}

/** One that says its name and price is in the catalogue from then on; of one that is there, what is new about it is kept. */
async function launch(tx: Tx, launches: Said<'Product Launched'>[]): Promise<void> {
	for (const { at, ...said } of byKey(launches, ({ product_id }) => product_id)) {
		if (said.name && typeof said.price === 'number' && said.currency) {
			const { product_id: id, name, brand, url, currency } = said;
			const priceMinor = toMinor(said.price, currency);
			const made = { id, name, category: said.category ?? '', brand, url, imageUrl: said.image_url };
			await tx
				.insert(products)
				.values({ ...made, priceMinor, currency, priceAsOf: at, launchedAt: at, replaces: said.replaces })
				.onConflictDoNothing();
		}
		await tx.execute(sql`
			update products set launched_at = ${at.toISOString()}::timestamptz, replaces = coalesce(${said.replaces ?? null}, replaces), active = true
			where id = ${said.product_id} and coalesce(launched_at, '-infinity') <= ${at.toISOString()}::timestamptz`);
	}
	await changePrices(
		tx,
		launches.flatMap(({ price, ...said }) => (typeof price === 'number' ? [{ ...said, price, sku: null }] : [])),
	);
}

async function changePrices(tx: Tx, prices: Said<'Price Changed'>[]): Promise<void> {
	if (prices.length === 0) return;
	const known = await tx
		.select({ id: products.id, currency: products.currency })
		.from(products)
		.where(
			anyOf(
				products.id,
				prices.map(({ product_id }) => product_id),
			),
		)
		.orderBy(asc(products.id))
		.for('no key update');
	const currencies = new Map(known.map(({ id, currency }) => [id, currency]));
	for (const { product_id: id, sku, price, currency: said, at } of byKey(prices, ({ product_id }) => product_id)) {
		const own = currencies.get(id);
		if (!own) continue;
		const currency = said ?? own;
		const minor = toMinor(price, currency);
		const asOf = at.toISOString();
		if (!sku)
			await tx.execute(sql`
				update products set price_minor = ${minor}, currency = ${currency}, price_as_of = ${asOf}::timestamptz
				where id = ${id} and price_as_of <= ${asOf}::timestamptz`);
		// A variant is priced in its product's currency.
		else if (currency === own)
			await tx.execute(sql`
				update product_variants set price_minor = ${minor}, price_as_of = ${asOf}::timestamptz
				where sku = ${sku} and product_id = ${id} and price_as_of <= ${asOf}::timestamptz`);
	}
}

async function close(tx: Tx, closings: Said<'Store Closed'>[]): Promise<void> {
	for (const { store_id: id, at, ...closed } of byKey(closings, ({ store_id }) => store_id)) {
		const [store] = await tx.select().from(stores).where(eq(stores.id, id)).for('no key update');
		if (!store) continue;
		const asOf = at.toISOString();
		const newer = Object.entries(closedDays(closed, at.getTime(), store.timeZone)).filter(
			([date]) => Date.parse(store.exceptions[date]?.asOf ?? asOf) <= at.getTime(),
		);
		const exceptions = { ...store.exceptions, ...Object.fromEntries(newer) };
		await tx.update(stores).set({ exceptions }).where(eq(stores.id, id));
	}
}

/** In the order of their keys, and of one key in that of time. */
function byKey<T>(said: T[], keyOf: (one: T) => string): T[] {
	return [...said].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}
