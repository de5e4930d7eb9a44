import { createServer, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { decideByCustomer } from '@/db/consents';
import { customersByIdentity } from '@/db/customer-views';
import { loadProfile } from '@/db/profiles';
import { recordEvents } from '@/db/record-events';
import { customers, eventQueue, events, workspace } from '@/db/schema';
import { RETAIL_EVENTS, senderOf } from '@/lib/retail-events';
import type { CallType } from '@/lib/segment';
import { workspaceSettings } from '@/lib/settings';
import { receive } from './receive';

/** What any event of a retailer’s systems needs. */
const EVERYTHING = { order_id: 'o-1', product_id: 'p', store_id: 's-1', quantity: 3, price: 0.01 };

let writeKey: string;
let secretKey: string;
let server: Server;
let host: string;

beforeAll(async () => {
	await db()
		.insert(workspace)
		.values({ id: 1, settings: workspaceSettings.parse({}) });
	writeKey = await createKey(db(), { kind: 'write', name: 'test' });
	secretKey = await createKey(db(), { kind: 'secret', name: 'test' });
	// The real clients speak to a real port.
	server = createServer(async (request, response) => {
		const body = new Uint8Array(await buffer(request));
		const answer = await receive(
			new Request(`http://localhost${request.url}`, {
				method: 'POST',
				body: body.length ? body : null,
				headers: { authorization: request.headers.authorization ?? '' },
			}),
			'batch',
		);
		response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	host = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function post(
	type: CallType | 'batch',
	body: unknown,
	options: { key?: string; headers?: Record<string, string>; raw?: BodyInit } = {},
) {
	const authorization = `Basic ${Buffer.from(`${options.key ?? writeKey}:`).toString('base64')}`;
	return receive(
		new Request('http://localhost/v1/x', {
			method: 'POST',
			body: options.raw ?? JSON.stringify(body),
			headers: { authorization, ...options.headers },
		}),
		type,
	);
}

async function customerOf(kind: 'user_id' | 'anonymous_id' | 'email', value: string): Promise<string> {
	const [id] = await customersByIdentity(db(), kind, value);
	if (!id) throw new Error(`nobody is ${value}`);
	return id;
}

describe('an event is taken in once', () => {
	test('the same message id a hundred times at once is one event', async () => {
		const call = { event: 'Cart Viewed', userId: 'once', messageId: 'm-once' };
		const answers = await Promise.all(Array.from({ length: 100 }, () => post('track', call)));
		expect(answers.every((a) => a.status === 200)).toBe(true);
		expect(await db().select().from(events).where(eq(events.messageId, 'm-once'))).toHaveLength(1);
	});
	test('a hundred first events of one visitor make one customer', async () => {
		await Promise.all(
			Array.from({ length: 100 }, (_, n) =>
				post('track', { event: 'Page', anonymousId: 'rush', messageId: `rush-${n}` }),
			),
		);
		const owner = await customerOf('anonymous_id', 'rush');
		expect(await db().select().from(events).where(eq(events.customerId, owner))).toHaveLength(100);
	});
	test('a batch keeps its good events and says what is wrong with the others', async () => {
		const answer = await post('batch', {
			batch: [
				{ type: 'track', event: 'Good', userId: 'b', messageId: 'good' },
				{ type: 'track', userId: 'b', messageId: 'bad' },
			],
		});
		expect(await answer.json()).toEqual({
			success: true,
			errors: [{ index: 1, messageId: 'bad', field: 'event', message: 'event: name the event that happened' }],
		});
		expect(await db().select().from(events).where(eq(events.messageId, 'good'))).toHaveLength(1);
	});
});

describe('what is refused has the right status', () => {
	test.each([
		['a wrong key', () => post('track', { event: 'x' }, { key: 'nope' }), 401],
		['malformed JSON', () => post('track', null, { raw: '{' }), 400],
		['broken gzip', () => post('track', null, { raw: new Uint8Array([0x1f, 0x8b, 1, 2]) }), 400],
		['a body over 500 KB', () => post('batch', null, { raw: 'x'.repeat(600_000) }), 413],
		['a gzip bomb', () => post('batch', null, { raw: new Uint8Array(gzipSync('0'.repeat(50_000_000))) }), 413],
		[
			'a body that is not UTF-8',
			() => post('track', null, { raw: Buffer.from('{"event":"é","userId":"l1"}', 'latin1') }),
			400,
		],
		['a NUL byte', () => post('track', { event: 'x', userId: 'a\0b' }), 400],
		[
			'a total that no shop takes',
			() => post('track', { event: 'Order Completed', userId: 'n', properties: { order_id: 'n1', total: 1e308 } }),
			400,
		],
		[
			'a currency that is none',
			() =>
				post('track', {
					...{ event: 'Order Completed', userId: 'n' },
					properties: { order_id: 'n2', total: 8, currency: '€€€' },
				}),
			400,
		],
		[
			'history with the write key',
			() => post('track', { event: 'x', userId: 'h' }, { headers: { 'x-parcours-import': 'history' } }),
			403,
		],
	])('%s', async (_what, call, status) => {
		expect((await call()).status).toBe(status);
	});
});

describe('who has the write key, and so everybody who reads the site’s source,', () => {
	test('cannot use up the id of an event of our own before it happens', async () => {
		const id = 'parcours:redeemed:ABCDEFGHJKMN';
		const answer = await post('track', { event: 'x', userId: 'thief', messageId: id });
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ error: { field: 'messageId' } });
		const customerId = await customerOf('anonymous_id', 'rush');
		const redeemed = { messageId: id, name: 'Coupon Redeemed', customerId, properties: {}, source: 'parcours' };
		await db().transaction((tx) => recordEvents(tx, [{ ...redeemed, at: new Date() }]));
		expect(await db().select().from(events).where(eq(events.messageId, id))).toMatchObject([
			{ name: 'Coupon Redeemed' },
		]);
	});
	test.each(Object.keys(RETAIL_EVENTS).filter((name) => senderOf(name) === 'parcours'))(
		'cannot say %s, and a server cannot either: we make it, when it happens',
		async (event) => {
			for (const key of [writeKey, secretKey]) {
				const answer = await post('track', { event: ` ${event} `, userId: 'forger' }, { key });
				expect(answer.status).toBe(400);
				expect(await answer.json()).toMatchObject({
					error: {
						code: 'invalid',
						field: 'event',
						message: expect.stringContaining(`“${event}” is made by Parcours`),
					},
				});
			}
			const history = { key: secretKey, headers: { 'x-parcours-import': 'history' } };
			const imported = await post('batch', { batch: [{ type: 'track', event, userId: 'forger' }] }, history);
			expect(await imported.json()).toMatchObject({ errors: [{ index: 0, field: 'event' }] });
			expect(await customersByIdentity(db(), 'user_id', 'forger')).toEqual([]);
		},
	);
	test.each(Object.keys(RETAIL_EVENTS).filter((name) => senderOf(name) === 'server'))(
		'cannot say %s: it is for the retailer’s own systems to say',
		async (event) => {
			const answer = await post('track', { event, userId: 'forger', properties: EVERYTHING });
			expect(answer.status).toBe(403);
			expect(await answer.json()).toMatchObject({ error: { code: 'forbidden', field: 'event' } });
			const batch = { batch: [{ type: 'track', event, userId: 'forger', properties: EVERYTHING }] };
			expect(await (await post('batch', batch)).json()).toMatchObject({ errors: [{ index: 0, field: 'event' }] });
			expect(await customersByIdentity(db(), 'user_id', 'forger')).toEqual([]);
			expect(
				(await post('track', { event, userId: 'server', properties: EVERYTHING }, { key: secretKey })).status,
			).toBe(200);
		},
	);
	test('cannot agree to messages for a customer who opted out herself', async () => {
		await post('identify', { userId: 'objector', traits: { consents: { email: true } } });
		const customerId = await customerOf('user_id', 'objector');
		const decided = [{ channel: 'email' as const, purpose: 'marketing', granted: false }];
		await decideByCustomer(db(), { customerId, source: 'preference-centre', id: 'her word', decided });
		await post('identify', { userId: 'objector', traits: { consents: { email: true } } });
		// A second profile that says yes, and is then found to be her, says no more than that.
		await post('identify', { anonymousId: 'her-phone', traits: { consents: { email: { marketing: true } } } });
		await post('identify', { userId: 'objector', anonymousId: 'her-phone' });
		const { consentsTo } = await db().transaction((tx) => loadProfile(tx, customerId));
		expect(consentsTo.email?.marketing).toBe(false);
	});
	test('cannot pass an event off as one of ours', async () => {
		const context = { library: { name: 'parcours' } };
		await post('track', { event: 'Unsubscribed', userId: 'thief', messageId: 'forged', context });
		const [event] = await db().select().from(events).where(eq(events.messageId, 'forged'));
		expect(event?.source).toMatch(/^key:/);
	});
});

describe('one person, one profile', () => {
	test('an anonymous visitor who signs in keeps what she did before', async () => {
		await post('track', { event: 'Product Viewed', anonymousId: 'a-1', messageId: 'before' });
		await post('identify', {
			userId: 'u-1',
			anonymousId: 'a-1',
			traits: { email: ' Ada@Example.Test ', phone: '06 39 98 00 01', consents: { email: true, sms: false } },
		});
		const id = await customerOf('user_id', 'u-1');
		expect(await customerOf('anonymous_id', 'a-1')).toBe(id);
		const profile = await loadProfile(db(), id);
		expect(profile.facts).toMatchObject({ email: 'ada@example.test', phone: '+33639980001' });
		expect(profile.consents).toEqual({ email: true, sms: false });
	});
	test('a second browser of a known customer is merged into her', async () => {
		await post('identify', { userId: 'u-2', traits: { email: 'grace@example.test' } });
		await post('track', { event: 'Product Viewed', anonymousId: 'phone-2' });
		const visitor = await customerOf('anonymous_id', 'phone-2');
		await post('identify', { userId: 'u-2', anonymousId: 'phone-2' });
		const id = await customerOf('user_id', 'u-2');
		expect(await customerOf('anonymous_id', 'phone-2')).toBe(id);
		expect((await loadProfile(db(), id)).ids).toContain(visitor);
	});
	test('a shared device never merges two known customers: later events follow the latest login', async () => {
		await post('identify', { userId: 'mother', anonymousId: 'tablet' });
		await post('identify', { userId: 'son', anonymousId: 'tablet' });
		const [mother, son] = [await customerOf('user_id', 'mother'), await customerOf('user_id', 'son')];
		expect(son).not.toBe(mother);
		await post('track', { event: 'Product Viewed', anonymousId: 'tablet', messageId: 'who' });
		const [event] = await db().select().from(events).where(eq(events.messageId, 'who'));
		expect(event?.customerId).toBe(son);
		expect(
			await db()
				.select()
				.from(customers)
				.where(and(eq(customers.id, mother), eq(customers.mergedInto, son))),
		).toHaveLength(0);
	});
	test('alias tells that two names are one person', async () => {
		await post('track', { event: 'Product Viewed', anonymousId: 'before-alias' });
		await post('alias', { userId: 'u-3', previousId: 'before-alias' });
		expect(await customerOf('anonymous_id', 'before-alias')).toBe(await customerOf('user_id', 'u-3'));
	});
	test('an event without anybody is kept, and waits for whom it reaches', async () => {
		const call = { event: 'Stock Changed', messageId: 'stock', properties: { product_id: 'p', quantity: 3 } };
		await post('track', call, { key: secretKey });
		const [event] = await db().select().from(events).where(eq(events.messageId, 'stock'));
		expect(event?.customerId).toBeNull();
		expect(
			await db()
				.select()
				.from(eventQueue)
				.where(eq(eventQueue.seq, event?.seq ?? 0)),
		).toMatchObject([{ customerId: null }]);
	});
	test('imported history is known from when it happened, and triggers nothing', async () => {
		await post(
			'track',
			{
				event: 'Order Completed',
				userId: 'old',
				messageId: 'old',
				timestamp: '2020-05-01T10:00:00Z',
				properties: { order_id: 1 },
			},
			{ key: secretKey, headers: { 'x-parcours-import': 'history' } },
		);
		const [event] = await db().select().from(events).where(eq(events.messageId, 'old'));
		expect(event).toMatchObject({ history: true, knownAt: new Date('2020-05-01T10:00:00Z') });
		expect(
			await db()
				.select()
				.from(eventQueue)
				.where(eq(eventQueue.seq, event?.seq ?? 0)),
		).toHaveLength(0);
	});
});

describe('the clients that retailers have', () => {
	test('@segment/analytics-node', async () => {
		const analytics = new Analytics({ writeKey, host, maxEventsInBatch: 2 });
		analytics.track({ userId: 'seg', event: 'Product Added', properties: { cart_id: 'c', price: 12.5 } });
		analytics.identify({ userId: 'seg', traits: { firstName: 'Ida' } });
		await analytics.closeAndFlush();
		const profile = await loadProfile(db(), await customerOf('user_id', 'seg'));
		expect(profile.facts.traits).toMatchObject({ firstName: 'Ida' });
	});
	test('@rudderstack/rudder-sdk-node, which compresses', async () => {
		const analytics = new RudderAnalytics(writeKey, { dataPlaneUrl: host, flushAt: 1, gzip: true });
		await new Promise<void>((resolve, reject) => {
			analytics.track({ userId: 'rud', event: 'Product Added', properties: { cart_id: 'c' } }, (error?: Error) =>
				error ? reject(error) : resolve(),
			);
			analytics.flush();
		});
		expect(await customerOf('user_id', 'rud')).toBeTruthy();
	});
});
