import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CatalogueKind } from '@/lib/catalogue';
import { readCatalogueFile } from '@/lib/catalogue-file';
import { say } from '@/lib/text';
import { importCatalogue } from './catalogue-import';
import { db } from './client';
import { products, productVariants, stock, stores } from './schema';

const NOW = Date.parse('2026-11-24T09:00:00Z');

beforeEach(async () => {
	for (const table of [products, productVariants, stores, stock]) await db().delete(table);
});

async function* pieces(text: string) {
	for (let n = 0; n < text.length; n += 4096) yield new TextEncoder().encode(text.slice(n, n + 4096));
}
async function bring(kind: CatalogueKind, text: string, { partial = false, now = NOW } = {}) {
	const report = await importCatalogue(db(), kind, readCatalogueFile(kind, pieces(text), now).lines, {
		partial,
		actor: 'system',
	});
	return {
		...report,
		problems: report.problems.map(({ line, field, message }) => `${line} ${field}: ${say(message, 'en')}`),
	};
}
const PRODUCTS = 'id,name,category,price,currency\nshirt,Shirt,Men,39.90,EUR\nhat,Hat,Men,19.90,EUR\n';
const STORES =
	'id,name,address,postal_code,city,country,latitude,longitude,time_zone,opening_hours\n' +
	'lyon,Lyon,1 rue X,69002,Lyon,FR,45.75,4.83,Europe/Paris,Mo-Fr 10:00-19:00\n';
const productOf = async (id: string) => (await db().select().from(products).where(eq(products.id, id)))[0];
const stockNow = async () =>
	(await db().select().from(stock).orderBy(stock.productId, stock.sku)).map(
		({ productId, sku, quantity }) => `${productId} ${sku} ${quantity}`,
	);

describe('a file', () => {
	test('makes what is new and changes what is there', async () => {
		expect(await bring('products', PRODUCTS)).toMatchObject({ imported: true, lines: 2, written: 2, bad: 0 });
		await bring('products', 'id,name,category,price,currency\nshirt,Chemise,Men,29.90,EUR\n', { now: NOW + 1 });
		expect(await productOf('shirt')).toMatchObject({ name: 'Chemise', priceMinor: 2990, active: true });
		expect(await db().select().from(products)).toHaveLength(2);
	});
	test('leaves what it has no column for, and empties what it has an empty cell for', async () => {
		await bring('products', 'id,name,category,price,currency,brand,replaces\nshirt,Shirt,Men,39.90,EUR,Auber,old\n');
		await bring('products', 'id,name,category,price,currency,brand\nshirt,Shirt,Men,39.90,EUR,\n');
		expect(await productOf('shirt')).toMatchObject({ brand: null, replaces: 'old' });
	});
	test('with a bad line brings in nothing, and says which line, which field and what to write', async () => {
		const report = await bring('products', `${PRODUCTS}tie,Tie,Men,cheap,EUR\nshirt,Shirt,Men,1,EUR\n`);
		expect(report).toMatchObject({ imported: false, lines: 4, written: 0, bad: 2 });
		expect(report.problems).toEqual(['4 price: write a number such as 39.90', '5 id: “shirt” is on line 2 already']);
		expect(await db().select().from(products)).toEqual([]);
	});
	test('with a bad line brings in the good ones when that is what one wants', async () => {
		const report = await bring('products', `${PRODUCTS}tie,Tie,Men,cheap,EUR\n`, { partial: true });
		expect(report).toMatchObject({
			imported: true,
			lines: 3,
			written: 2,
			bad: 1,
			problems: [expect.stringMatching(/^4 price/)],
		});
		expect(await db().select().from(products)).toHaveLength(2);
	});
	test('that breaks off in the middle brings in nothing, whatever one wants', async () => {
		const report = await bring('products', `${PRODUCTS}"tie,Tie`, { partial: true });
		expect(report).toMatchObject({ imported: false, problems: ['4 : a quote that is opened here is never closed'] });
		expect(await db().select().from(products)).toEqual([]);
	});
	test('of variants names products that are there, in their currency', async () => {
		await bring('products', PRODUCTS);
		await bring('variants', 'sku,product_id\nhat-m,hat\n');
		const report = await bring(
			'variants',
			'sku,product_id,size,price,currency\nshirt-m,shirt,M,,\nx,sock,M,,\ny,shirt,M,9,USD\nhat-m,shirt,M,,\n',
		);
		expect(report.problems).toEqual([
			'3 product_id: there is no product “sock”: import the products first, or correct the id',
			'4 currency: its product is priced in EUR',
			'5 product_id: this variant belongs to the product “hat”: a sku is for ever one product’s',
		]);
	});
	test('of stores keeps days that were told otherwise, unless it tells them itself', async () => {
		await bring('stores', STORES);
		const closed = { '2026-12-24': { hours: [], asOf: '2026-11-20T00:00:00.000Z' } };
		await db().update(stores).set({ exceptions: closed });
		await bring('stores', STORES);
		expect(await db().select().from(stores)).toMatchObject([
			{ kind: 'store', exceptions: closed, openingHours: { '5': [['10:00', '19:00']] }, services: [], active: true },
		]);
		await bring(
			'stores',
			STORES.replace('time_zone,', 'time_zone,exceptions,').replace('Paris,Mo', 'Paris,2026-12-25 off,Mo'),
		);
		expect((await db().select().from(stores))[0]?.exceptions).toMatchObject({ '2026-12-25': { hours: [] } });
	});
});

describe('figures of stock', () => {
	beforeEach(async () => {
		await bring('products', PRODUCTS);
		await bring('variants', 'sku,product_id\nshirt-m,shirt\n');
		await bring('stores', STORES);
	});
	test('that are older than what is there change nothing, and their number is told', async () => {
		await bring(
			'stock',
			'product_id,sku,store_id,quantity,as_of\nshirt,shirt-m,lyon,5,2026-11-24T08:00:00Z\nhat,,web,2,2026-11-24T08:00:00Z\n',
		);
		const report = await bring(
			'stock',
			'product_id,sku,store_id,quantity,as_of\nshirt,shirt-m,lyon,9,2026-11-24T07:00:00Z\nhat,,web,3,2026-11-24T08:30:00Z\n',
		);
		expect(report).toMatchObject({ imported: true, written: 1, outdated: 1 });
		expect(await stockNow()).toEqual(['hat  3', 'shirt shirt-m 5']);
	});
	test('of one place at several instants in one file: the newest holds', async () => {
		const lines = [8, 6, 7].map((hour) => `hat,lyon,${hour},2026-11-24T0${hour}:00:00Z`);
		await bring('stock', `product_id,store_id,quantity,as_of\n${lines.join('\n')}`);
		expect(await stockNow()).toEqual(['hat  8']);
	});
	test('name products, variants and stores that are there', async () => {
		const report = await bring(
			'stock',
			'product_id,sku,store_id,quantity\nsock,,lyon,1\nhat,shirt-m,lyon,1\nhat,,paris,1\n',
		);
		expect(report.problems.map((problem) => problem.slice(0, 40))).toEqual([
			'2 product_id: there is no product “sock”',
			'3 sku: this product has no variant “shir',
			'4 store_id: there is no store “paris”: i',
		]);
	});
	test('of a price that is older than what is known leave the price, and change the rest', async () => {
		const head = 'id,name,category,price,currency,price_as_of';
		await bring('products', `${head}\nhat,Hat,Men,10,EUR,2026-11-24T08:00:00Z\n`);
		await bring('products', `${head}\nhat,Chapeau,Men,99,EUR,2026-11-24T07:00:00Z\n`);
		// The file of before said “now”, which is later than both.
		expect(await productOf('hat')).toMatchObject({ name: 'Chapeau', priceMinor: 1990 });
	});
});

test('a hundred thousand lines come in at once', async () => {
	await bring('products', PRODUCTS);
	await bring('stores', STORES);
	async function* file() {
		yield new TextEncoder().encode('id,name,category,price,currency\n');
		for (let n = 0; n < 100_000; n += 1000)
			yield new TextEncoder().encode(
				Array.from(
					{ length: 1000 },
					(_, k) => `p${n + k},Product ${n + k},Category ${(n + k) % 40},${(n + k) % 100}.90,EUR\n`,
				).join(''),
			);
	}
	const report = await importCatalogue(db(), 'products', readCatalogueFile('products', file(), NOW).lines, {
		partial: false,
		actor: 'system',
	});
	expect(report).toMatchObject({ imported: true, lines: 100_000, written: 100_000 });
}, 120_000);
