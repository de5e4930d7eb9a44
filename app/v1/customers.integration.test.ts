import { v7 as uuid } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import { herPageUrl, readHerPageToken } from '@/channels/her-page';
import { createKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { ingest } from '@/db/ingest';
import { products, stores, vouchers, workspace } from '@/db/schema';
import { readCall } from '@/lib/segment';
import { workspaceSettings } from '@/lib/settings';
import { GET as byId, DELETE } from './customers/[id]/route';
import { GET as byName } from './customers/route';

let key: string;
beforeAll(async () => {
	const settings = workspaceSettings.parse({ quietHours: { email: null, sms: null } });
	await db().insert(workspace).values({ id: 1, settings });
	const where = {
		address: '1 rue X',
		postalCode: '69001',
		city: 'Lyon',
		country: 'FR',
		latitude: 45.7,
		longitude: 4.8,
	};
	await db()
		.insert(stores)
		.values({ id: 'lyon', name: 'Lyon Part-Dieu', timeZone: 'Europe/Paris', ...where });
	const vase = { name: 'Blue vase', category: 'Vases', priceMinor: 3990, currency: 'EUR' };
	await db()
		.insert(products)
		.values({ id: 'vase-7', ...vase });
	key = await createKey(db(), { kind: 'secret', name: 'till' });
});

async function take(...raw: Record<string, unknown>[]): Promise<void> {
	const receivedAt = Date.now();
	const calls = raw.map((call) => readCall({ type: 'track', ...call }, { receivedAt }));
	await ingest(db(), calls, { source: 'test', receivedAt: new Date(receivedAt), history: false });
}
const headers = () => ({ authorization: `Bearer ${key}` });
async function named(query: string) {
	const answer = await byName(new Request(`http://localhost/v1/customers?${query}`, { headers: headers() }), {
		params: Promise.resolve({}),
	});
	return { status: answer.status, body: await answer.json() };
}
async function of(id: string, method: 'GET' | 'DELETE' = 'GET') {
	const handler = method === 'GET' ? byId : DELETE;
	const answer = await handler(new Request(`http://localhost/v1/customers/${id}`, { method, headers: headers() }), {
		params: Promise.resolve({ id }),
	});
	return { status: answer.status, body: await answer.json() };
}

describe('one person, web and store', () => {
	test('is found by her card, and what she bought by card in a store is hers at once', async () => {
		await take(
			{
				type: 'identify',
				userId: 'ada',
				anonymousId: 'ada-browser',
				traits: {
					...{ first_name: 'Ada', email: 'ada@example.test', phone: '+33639980001', loyalty_card: '4200' },
					consents: { email: true },
				},
			},
			{
				anonymousId: 'ada-browser',
				event: 'Product Added',
				properties: { cart_id: 'c', product_id: 'shoe', name: 'Shoe', price: 89.9 },
			},
			{
				userId: 'ada',
				event: 'Order Completed',
				properties: {
					...{ order_id: 'w1', total: 20, currency: 'EUR', cart_id: 'old' },
					products: [{ product_id: 'vase-7' }, { product_id: 'tray', name: 'Tray' }, { product_id: 'unknown' }],
				},
			},
			{
				event: 'Order Completed',
				properties: {
					order_id: 't1',
					store_id: 'lyon',
					loyalty_card: '4200',
					total: 39.9,
					currency: 'EUR',
					receipt_id: 'R1',
				},
			},
			{ event: 'Store Entered', properties: { store_id: 'lyon', loyalty_card: 4200 } },
		);
		const { status, body } = await named('loyalty_card=4200');
		expect(status).toBe(200);
		expect(body).toMatchObject({
			name: 'Ada',
			basket: { cart_id: 'c', total_minor: 8990, lines: [{ product_id: 'shoe', quantity: 1 }] },
			bought: { orders_online: 1, orders_in_store: 1, total_minor: 5990, currency: 'EUR' },
			visits: [{ store: { id: 'lyon', name: 'Lyon Part-Dieu' } }],
			lifecycle: 'suspect',
			consents: { standing: { email: { marketing: true } } },
			next_contact: { email: { why: 'now' }, sms: { at: null, why: 'no-consent' } },
		});
		const online = body.orders.find((order: { order_id: string }) => order.order_id === 'w1');
		expect(online.products, 'a product is called by the name sent, else by the catalogue’s').toEqual([
			{ product_id: 'vase-7', name: 'Blue vase' },
			{ product_id: 'tray', name: 'Tray' },
			{ product_id: 'unknown' },
		]);
		for (const query of ['user_id=ada', 'email=ADA@example.test', 'phone=%2B33639980001', 'anonymous_id=ada-browser'])
			expect((await named(query)).body.id).toBe(body.id);
		expect((await of(body.id)).body.orders).toEqual(body.orders);
		expect(readHerPageToken(new URL(body.me_url).pathname.split('/').at(-1) ?? '')).toBe(body.id);
	});
	test('a voucher of hers is shown as it stands now', async () => {
		const { body } = await named('user_id=ada');
		const voucher = { enrollmentId: uuid(), nodeId: 'n', customerId: body.id, storeId: 'lyon', title: '-10 €' };
		await db()
			.insert(vouchers)
			.values([
				{ ...voucher, visit: 1, code: 'STILLGOOD', expiresAt: new Date(Date.now() + 1e6) },
				{ ...voucher, visit: 2, code: 'TOOLATE', expiresAt: new Date(Date.now() - 1e6) },
			]);
		const states = (await of(body.id)).body.vouchers.map((v: { code: string; state: string }) => [v.code, v.state]);
		expect(Object.fromEntries(states)).toEqual({ STILLGOOD: 'issued', TOOLATE: 'expired' });
	});
	test('who asks for nobody, or for two things at once, is told so', async () => {
		expect((await named('email=nobody@example.test')).status).toBe(404);
		expect((await named('')).status).toBe(400);
		expect((await named('email=a@example.test&user_id=ada')).status).toBe(400);
		expect((await named('e_mail=a@example.test')).status).toBe(400);
		expect((await of(uuid())).status).toBe(404);
		expect((await of('x')).status).toBe(404);
	});
	test('once erased she is found no more', async () => {
		const { body } = await named('user_id=ada');
		expect((await of(body.id, 'DELETE')).body).toEqual({ id: body.id, erased: true });
		expect((await named('user_id=ada')).status).toBe(404);
		expect((await of(body.id)).status).toBe(404);
	});
});

test('her own page opens by the link that we made, and by no other', () => {
	const id = uuid();
	const token = new URL(herPageUrl(id)).pathname.split('/').at(-1) ?? '';
	expect(readHerPageToken(token)).toBe(id);
	expect(readHerPageToken(`${token}x`)).toBeNull();
	expect(readHerPageToken('nonsense')).toBeNull();
});
