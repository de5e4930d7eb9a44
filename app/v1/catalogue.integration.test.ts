import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { auditLog, stock } from '@/db/schema';
import { POST as importFile } from './catalogue/import/route';
import { GET as availability } from './products/[id]/availability/route';
import { GET as product } from './products/[id]/route';
import { PUT as putProducts } from './products/route';
import { PUT as putStock } from './stock/route';
import { GET as store } from './stores/[id]/route';
import { PUT as putStores } from './stores/route';
import { PUT as putVariants } from './variants/route';

vi.mock('next-intl/server', () => import('@/auth/testing/next-intl-server'));

let authorization: string;
const SHIRT = { id: 'shirt', name: 'Shirt', category: 'Men', price: 39.9, currency: 'EUR' };
const LYON = {
	...{ id: 'lyon', name: 'Lyon', address: '1 rue X', postal_code: '69002', city: 'Lyon', country: 'FR' },
	...{ latitude: 45.7589, longitude: 4.8329, time_zone: 'Europe/Paris', opening_hours: { '1': [['00:00', '24:00']] } },
};
const PARIS = { ...LYON, id: 'paris', name: 'Paris', latitude: 48.8574, longitude: 2.3268 };
const NANTES = { ...LYON, id: 'nantes', name: 'Nantes', latitude: 47.2134, longitude: -1.5616 };

const request = (path: string, method = 'GET', body?: unknown) =>
	new Request(`http://localhost/v1/${path}`, {
		method,
		headers: { authorization },
		...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
const at = (id: string) => ({ params: Promise.resolve({ id }) });
const available = async (query: string, id = 'shirt') => {
	const answer = await availability(request(`products/${id}/availability?${query}`), at(id));
	return { status: answer.status, body: await answer.json() };
};

beforeAll(async () => {
	authorization = `Bearer ${await createKey(db(), { kind: 'secret', name: 'erp' })}`;
	const answers = [
		await putProducts(request('products', 'PUT', { products: [SHIRT] })),
		await putVariants(
			request('variants', 'PUT', {
				variants: [{ sku: 's-m', product_id: 'shirt', size: 'M', price: 35, currency: 'EUR' }],
			}),
		),
		await putStores(request('stores', 'PUT', { stores: [LYON, PARIS, NANTES] })),
		await putStock(
			request('stock', 'PUT', {
				stock: [
					{ product_id: 'shirt', sku: 's-m', store_id: 'lyon', quantity: 0 },
					{ product_id: 'shirt', sku: 's-m', store_id: 'paris', quantity: 2 },
					{ product_id: 'shirt', sku: 's-m', store_id: 'nantes', quantity: 9, as_of: '2020-01-01T00:00:00Z' },
				],
			}),
		),
	];
	for (const answer of answers) expect(await answer.json()).toMatchObject({ refused: [], outdated: 0 });
});

describe('what was put', () => {
	test('is a product with its variants, in the units it was put in', async () => {
		expect(await (await product(request('products/shirt'), at('shirt'))).json()).toMatchObject({
			...SHIRT,
			active: true,
			variants: [{ sku: 's-m', size: 'M', price: 35, currency: 'EUR' }],
		});
		expect((await product(request('products/hat'), at('hat'))).status).toBe(404);
	});
	test('is a store that says whether it is open, and can be put again as it was answered', async () => {
		const answer = await (await store(request('stores/lyon'), at('lyon'))).json();
		expect(answer).toMatchObject({ ...LYON, open_now: expect.any(Boolean) });
		const again = await putStores(request('stores', 'PUT', { stores: [answer] }));
		expect(await again.json()).toEqual({ written: 1, outdated: 0, refused: [] });
	});
	test('is all or nothing: what is bad is named by its place and field', async () => {
		const products = [
			{ ...SHIRT, name: 'Changed' },
			{ ...SHIRT, id: 'hat', price: 'dear' },
		];
		const answer = await putProducts(request('products', 'PUT', { products }));
		expect(answer.status).toBe(422);
		expect(await answer.json()).toMatchObject({
			error: { code: 'refused', field: 'products.1.price' },
			refused: [{ index: 1, field: 'price', message: 'write a number such as 39.90' }],
		});
		expect(await (await product(request('products/shirt'), at('shirt'))).json()).toMatchObject({ name: 'Shirt' });
		const partly = await putProducts(request('products', 'PUT', { products, partial: true }));
		expect(await partly.json()).toMatchObject({ written: 1, refused: [{ index: 1 }] });
	});
});

describe('where a product is to be had', () => {
	test('in a store: what it has, and the nearest that surely have it', async () => {
		expect((await available('store=lyon')).body).toMatchObject({
			here: { store: { id: 'lyon' }, metres: 0, quantity: 0 },
			nearby: [{ store: { id: 'paris' }, quantity: 2, metres: expect.any(Number) }],
		});
	});
	test('near a point, by figures as old as one allows', async () => {
		const { body } = await available('near=47.2,-1.5&max_age=P30Y&sku=s-m');
		expect(body.nearby).toMatchObject([{ store: { id: 'nantes' }, quantity: 9 }, { store: { id: 'paris' } }]);
	});
	test('a figure that is too old is unknown, and says how old it is', async () => {
		expect((await available('store=nantes')).body.here).toMatchObject({
			quantity: null,
			as_of: '2020-01-01T00:00:00.000Z',
		});
	});
	test.each([
		['', 400, 'near'],
		['near=lyon', 400, 'near'],
		['near=95,4', 400, 'near'],
		['store=nowhere', 404, 'store'],
		['store=lyon&sku=none', 404, 'sku'],
		['store=lyon&max_age=1d', 400, 'max_age'],
	])('%j is answered with what to put right', async (query, status, field) => {
		expect(await available(query)).toMatchObject({ status, body: { error: { field } } });
	});
});

describe('a file', () => {
	const FILE = 'product_id;sku;store_id;quantity\nshirt;s-m;lyon;4\nshirt;s-m;mars;1\n';
	const send = (
		query: string,
		body = FILE, // As Next calls a route whose path has no parameters.
	) => importFile(request(`catalogue/import?${query}`, 'POST', body), { params: Promise.resolve(undefined) });
	test('brings in nothing when a line is bad, and says which', async () => {
		const answer = await send('kind=stock');
		expect(answer.status).toBe(422);
		expect(await answer.json()).toMatchObject({
			imported: false,
			lines: 2,
			problems: [{ line: 3, field: 'store_id', message: expect.stringContaining('mars') }],
		});
		expect((await db().select().from(stock)).map(({ quantity }) => quantity)).not.toContain(4);
	});
	test('brings in the good lines when asked, and who did it is written down', async () => {
		expect(await (await send('kind=stock&partial=true')).json()).toMatchObject({ imported: true, written: 1, bad: 1 });
		expect((await available('store=lyon')).body.here).toMatchObject({ quantity: 4 });
		expect((await db().select().from(auditLog)).at(-1)).toMatchObject({ action: 'catalogue.import', subject: 'stock' });
	});
	test('of what we do not keep is refused', async () => {
		expect((await send('kind=people')).status).toBe(400);
	});
});
