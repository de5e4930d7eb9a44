import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { asc, eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { webhookHeaders } from '@/channels/standard-webhooks';
import { createKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { customersByIdentity } from '@/db/customer-views';
import { mapOnce } from '@/db/map-payloads';
import { events, sourcePayloadCustomers, sourcePayloads, sources, stock, stores, workspace } from '@/db/schema';
import { dismiss, lastPayloads, mapAgain, reasonsOf, triedSince } from '@/db/source-payloads';
import { createSource, listSources, loadSource, saveSource } from '@/db/sources';
import type { JsonObject } from '@/lib/event';
import { mappingTemplate, type TemplateName } from '@/lib/mapping-templates';
import { workspaceSettings } from '@/lib/settings';
import { receive } from './receive';
import { POST } from './sources/[id]/route';

let keys: Record<'write' | 'secret', string>;
beforeAll(async () => {
	await db()
		.insert(workspace)
		.values({ id: 1, settings: workspaceSettings.parse({}) });
	keys = {
		write: await createKey(db(), { kind: 'write', name: 'site' }),
		secret: await createKey(db(), { kind: 'secret', name: 'server' }),
	};
});

let made = 0;
const source = (template: TemplateName, secret: string | null = null) =>
	createSource(db(), { name: `${template} ${++made}`, template, secret }, 'system');
type Source = Awaited<ReturnType<typeof source>>;

async function post({ id, secret }: Source, body: unknown, headers: Record<string, string> = {}, raw?: BodyInit) {
	const given = Object.keys(headers).length > 0 ? headers : { authorization: `Bearer ${secret}` };
	const request = new Request(`http://localhost/v1/sources/${id}`, {
		...{ method: 'POST', headers: given },
		body: raw ?? JSON.stringify(body),
	});
	const answer = await POST(request, { params: Promise.resolve({ id }) });
	return { status: answer.status, body: await answer.json() };
}
async function mapAll(): Promise<void> {
	while ((await mapOnce(db())) > 0);
}
const eventsOf = (name: string) => db().select().from(events).where(eq(events.source, name)).orderBy(asc(events.seq));
const nameOf = async ({ id }: Source) => (await loadSource(db(), id)).name;
const payloadsOf = ({ id }: Source) =>
	db().select().from(sourcePayloads).where(eq(sourcePayloads.sourceId, id)).orderBy(asc(sourcePayloads.id));
const sampleOf = (template: TemplateName): JsonObject => mappingTemplate(template).sample?.payload ?? {};

describe('a source’s address', () => {
	test('opens to the source’s secret as Bearer or Basic, to the secret key, and to nothing else', async () => {
		const [till, other] = [await source('till'), await source('till')];
		const basic = (key: string) => ({ authorization: `Basic ${btoa(`${key}:`)}` });
		expect((await post(till, [])).status).toBe(200);
		expect((await post(till, [], basic(till.secret))).status).toBe(200);
		expect((await post(till, [], basic(keys.secret))).status).toBe(200);
		expect((await post(till, [], basic(other.secret))).status).toBe(401);
		expect((await post(till, [], basic(keys.write))).status).toBe(403);
		expect((await post(till, [], { 'content-type': 'application/json' })).status).toBe(401);
		expect((await post({ id: 'x', secret: '' }, [], basic(keys.secret))).status).toBe(404);
	});
	test('opens to what was signed per Standard Webhooks a moment ago, and not to what was changed or kept', async () => {
		const erp = await source('erp');
		const body = '[]';
		const signed = (at: number) => webhookHeaders([erp.secret], { id: 'm-1', at, body });
		expect((await post(erp, [], signed(Date.now()))).status).toBe(200);
		expect((await post(erp, [{}], signed(Date.now()))).status).toBe(401);
		expect((await post(erp, [], signed(Date.now() - 600_000))).status).toBe(401);
	});
	test('opens to a shop’s own signature, with the secret the shop gave, and keeps the topic', async () => {
		const shop = await source('shopify', 'shpss_0123456789abcdef');
		const body = JSON.stringify(sampleOf('shopify'));
		const headers = {
			'x-shopify-topic': 'orders/create',
			'x-shopify-hmac-sha256': createHmac('sha256', shop.secret).update(body).digest('base64'),
		};
		expect((await post(shop, null, headers, body)).body).toEqual({ success: true, received: 1 });
		expect(await payloadsOf(shop)).toMatchObject([{ topic: 'orders/create', state: 'pending' }]);
		expect((await post(shop, null, { ...headers, 'x-shopify-hmac-sha256': 'AAAA' }, body)).status).toBe(401);
	});
	test('refuses what could not be kept, says where, and keeps nothing of it', async () => {
		const till = await source('till');
		const auth = { authorization: `Bearer ${till.secret}` };
		const refused = async (raw: BodyInit) => {
			const { status, body } = await post(till, null, auth, raw);
			return [status, body.error.field];
		};
		expect(await refused('{')).toEqual([400, 'body']);
		expect(await refused(Buffer.from([0x22, 0xff, 0x22]))).toEqual([400, 'body']);
		expect(await refused('"text"')).toEqual([400, 'body']);
		expect(await refused('[{},3]')).toEqual([400, 'body.1']);
		expect(await refused('{"a":{"b":"\\u0000"}}')).toEqual([400, 'a.b']);
		expect(await refused('{"a":"\\ud800"}')).toEqual([400, 'a']);
		expect(await refused('{"a":1e999}')).toEqual([400, 'a']);
		expect(await refused(`${'['.repeat(5000)}${']'.repeat(5000)}`)).toEqual([400, expect.any(String)]);
		expect(await refused(`{"a":"${'x'.repeat(600_000)}"}`)).toEqual([413, 'body']);
		expect(await refused(gzipSync(`{"a":"${'x'.repeat(600_000)}"}`))).toEqual([413, 'body']);
		expect(await payloadsOf(till)).toEqual([]);
		expect((await post(till, null, auth, gzipSync('{"gzip":true}'))).status).toBe(200);
	});
	test('keeps ids that are longer than a number can be', async () => {
		const till = await source('till');
		await post(till, null, { authorization: `Bearer ${till.secret}` }, '{"id":820982911946154508}');
		expect((await payloadsOf(till))[0]?.payload).toEqual({ id: '820982911946154508' });
	});
});

describe('what comes in', () => {
	test('is events of the customer, under the source’s name, once however often it comes', async () => {
		const till = await source('till');
		const receipt = { ...sampleOf('till'), receipt: 'once-1', customer: { card: 'once-card' } };
		await post(till, receipt);
		await post(till, [receipt, { ...receipt, reprint: true }]);
		await mapAll();
		const name = await nameOf(till);
		const [order, ...more] = await eventsOf(name);
		expect(more).toEqual([]);
		const [customer] = await customersByIdentity(db(), 'loyalty_card', 'once-card');
		expect(order).toMatchObject({
			name: 'Order Completed',
			customerId: customer,
			properties: { order_id: 'once-1', total: 1079.8 },
		});
		// What said nothing new is not kept: nobody could be found by it.
		const [kept, ...others] = await payloadsOf(till);
		expect([kept?.state, kept?.events, others]).toEqual(['mapped', 1, []]);
		const links = await db()
			.select()
			.from(sourcePayloadCustomers)
			.where(eq(sourcePayloadCustomers.payloadId, kept?.id ?? ''));
		expect(links.map(({ customerId }) => customerId)).toEqual([customer]);
		expect((await loadSource(db(), till.id)).repeats).toBe(2);
	});
	test('is one event by the whole of it where it has no id, whatever the order of its keys', async () => {
		const own = await source('empty');
		const rule = {
			...mappingTemplate('till').mapping.rules[0]!,
			when: [],
			messageId: '',
			timestamp: { path: '', format: 'iso' as const, zone: 'UTC' },
		};
		await saveSource(db(), { id: own.id, revision: 1, name: await nameOf(own), mapping: { rules: [rule] } }, 'system');
		await post(own, { receipt: 'k-1', store: 'S', total: '1' });
		await post(own, { total: '1', store: 'S', receipt: 'k-1' });
		await mapAll();
		expect(await eventsOf(await nameOf(own))).toHaveLength(1);
	});
	test('is the very event that was sent in our own words', async () => {
		const till = await source('till');
		const traits = { loyalty_card: 'same-card', email: 'same@example.test' };
		const properties = {
			...{ order_id: 'same-1', store_id: '0042', total: 1079.8, currency: 'EUR', receipt_id: 'same-1' },
			products: [{ product_id: 'COAT-1', sku: '36', name: 'Manteau', quantity: 2, price: 499.9 }],
		};
		const [line] = [{ article: 'COAT-1', ean: 36, label: 'Manteau', quantity: '2,000', unitPriceCents: 49_990 }];
		const customer = { card: traits.loyalty_card, email: traits.email };
		await post(till, { ...sampleOf('till'), receipt: 'same-1', customer, lines: [line] });
		await mapAll();
		const direct = { event: 'Order Completed', properties, context: { traits }, timestamp: '2026-11-24T17:32:10Z' };
		const request = new Request('http://localhost/v1/track', {
			...{ method: 'POST', body: JSON.stringify({ ...direct, messageId: 'same-direct' }) },
			headers: { authorization: `Basic ${btoa(`${keys.secret}:`)}` },
		});
		expect((await receive(request, 'track')).status).toBe(200);
		const said = ({
			seq: _seq,
			messageId: _id,
			source: _source,
			receivedAt: _at,
			knownAt: _known,
			...event
		}: typeof events.$inferSelect) => event;
		const [mapped] = await eventsOf(await nameOf(till));
		const [sent] = await db().select().from(events).where(eq(events.messageId, 'same-direct'));
		expect(mapped && said(mapped)).toEqual(sent && said(sent));
		expect(mapped?.customerId).toEqual(expect.any(String));
	});
	test('keeps the stock up to date, also when the same figure is said again later', async () => {
		const zone = { latitude: 45.7, longitude: 4.8, timeZone: 'Europe/Paris' };
		await db()
			.insert(stores)
			.values({ id: 'S9', name: 'Lyon', address: '1 rue', postalCode: '69001', city: 'Lyon', country: 'FR', ...zone });
		const erp = await source('erp');
		const { mapping } = mappingTemplate('erp');
		const now = mapping.rules.map((rule) => ({ ...rule, timestamp: { ...rule.timestamp, path: '' } }));
		await saveSource(db(), { id: erp.id, revision: 1, name: await nameOf(erp), mapping: { rules: now } }, 'system');
		for (const unrestricted of ['5,000', '6,000', '5,000']) {
			await post(erp, { plant: 'S9', lines: [{ article: 'coat-9', unrestricted }] });
			await mapAll();
		}
		expect((await db().select().from(stock).where(eq(stock.storeId, 'S9')))[0]).toMatchObject({
			productId: 'coat-9',
			quantity: 5,
		});
	});
	test('of stocks, sent again by whoever kept it, does not undo a newer figure', async () => {
		const erp = await source('erp');
		const lineOf = (exportedAt: string, unrestricted: string) => ({
			...{ plant: 'replayed', exportedAt, currency: 'EUR' },
			lines: [{ article: 'replayed', unrestricted }],
		});
		const older = lineOf('20261124183000', '12,000');
		for (const payload of [older, lineOf('20261124190000', '3,000'), older]) {
			await post(erp, payload);
			await mapAll();
		}
		expect(await payloadsOf(erp)).toMatchObject(Array(3).fill({ state: 'mapped', events: 1 }));
		const figures = await db().select().from(stock).where(eq(stock.storeId, 'replayed'));
		expect(figures).toMatchObject([{ quantity: 3, asOf: new Date('2026-11-24T18:00:00Z') }]);
	});
	test('goes in once whatever the number of workers', async () => {
		const till = await source('till');
		const receipts = Array.from({ length: 120 }, (_, n) => ({
			...sampleOf('till'),
			receipt: `many-${n}`,
			customer: { card: `many-${n % 7}` },
		}));
		await post(till, receipts);
		await Promise.all([mapAll(), mapAll(), mapAll()]);
		const taken = await eventsOf(await nameOf(till));
		expect(taken.map(({ properties }) => properties.order_id)).toEqual(receipts.map(({ receipt }) => receipt));
		expect((await payloadsOf(till)).every(({ state, events: n }) => state === 'mapped' && n === 1)).toBe(true);
	});
});

describe('what does not map', () => {
	test('is kept with the reason, counted, and mapped again once the mapping is right: as of when it came', async () => {
		const till = await source('till');
		const good = { ...sampleOf('till'), customer: { card: 'again' } };
		await post(till, [
			{ ...good, receipt: 'again-1', total: 'free' },
			{ ...good, receipt: 'again-2', store: null },
			{ ...good, receipt: 'again-3', date: '24/11/2099 18:00:00', type: 'SOLD' },
		]);
		await mapAll();
		const name = await nameOf(till);
		expect(await eventsOf(name)).toEqual([]);
		expect(await reasonsOf(db(), till.id)).toEqual([
			{ why: 'missing', rule: 'sale', field: 'properties.store_id', detail: null, payloads: 1 },
			{ why: 'no-rule', rule: null, field: '', detail: null, payloads: 1 },
			{ why: 'not-a-number', rule: 'sale', field: 'properties.total', detail: null, payloads: 1 },
		]);
		expect((await listSources(db())).find(({ id }) => id === till.id)).toMatchObject({
			mapped: 0,
			unmapped: 3,
			pending: 0,
		});
		const missing = { reason: { why: 'missing', rule: 'sale', field: 'properties.store_id' } } as const;
		expect((await lastPayloads(db(), till.id, missing)).map(({ payload }) => payload?.receipt)).toEqual(['again-2']);

		const { mapping, revision } = await loadSource(db(), till.id);
		const rules = mapping.rules.map((rule) => ({
			...rule,
			fields: rule.fields.map((field) => ({ ...field, required: field.to === 'order_id' })),
		}));
		const [sale, ...others] = rules;
		const sold = [{ path: 'receipt', is: 'present' as const, value: '' }];
		await saveSource(
			db(),
			{ id: till.id, revision, name, mapping: { rules: [{ ...sale!, when: sold }, ...others] } },
			'system',
		);
		await db().execute(
			sql`update source_payloads set received_at = received_at - interval '3 days' where source_id = ${till.id}`,
		);
		const [first] = await payloadsOf(till);
		const { payloads, at } = await mapAgain(db(), till.id, null, 'system');
		expect(payloads).toBe(3);
		expect(await triedSince(db(), till.id, at)).toEqual({ left: 3, unmapped: 0 });
		await mapAll();
		expect(await triedSince(db(), till.id, at)).toEqual({ left: 0, unmapped: 2 });
		const taken = await eventsOf(name);
		expect(taken.map(({ properties }) => properties.order_id)).toEqual(['again-2']);
		expect(taken[0]?.knownAt).toEqual(first?.receivedAt);
		expect((await reasonsOf(db(), till.id)).map(({ why }) => why)).toEqual(['invalid', 'not-a-number']);
		await mapAgain(db(), till.id, null, 'system');
		await mapAll();
		expect(await eventsOf(name)).toHaveLength(1);

		expect(
			await dismiss(db(), till.id, { why: 'not-a-number', rule: 'sale', field: 'properties.total' }, 'system'),
		).toBe(1);
		expect(await dismiss(db(), till.id, null, 'system')).toBe(1);
		expect((await payloadsOf(till)).map(({ state }) => state)).toEqual(['mapped']);
	});
	test('of a list is the bad line only, and what was good does not count twice when all is mapped again', async () => {
		const erp = await source('erp');
		const lines = [
			{ article: 'l-1', unrestricted: '1,000' },
			{ unrestricted: '2,000' },
			{ article: 'l-3', unrestricted: '3,000' },
		];
		await post(erp, { ...sampleOf('erp'), plant: 'S9', lines });
		await mapAll();
		const name = await nameOf(erp);
		expect((await eventsOf(name)).map(({ properties }) => properties.product_id)).toEqual(['l-1', 'l-3']);
		const { mapping } = await loadSource(db(), erp.id);
		const either = mapping.rules.map((rule) => ({
			...rule,
			fields: rule.fields.map((field) =>
				field.to === 'product_id' ? { ...field, value: { from: 'constant' as const, value: 'l-2' } } : field,
			),
		}));
		await saveSource(db(), { id: erp.id, revision: 1, name, mapping: { rules: either } }, 'system');
		await mapAgain(db(), erp.id, null, 'system');
		await mapAll();
		expect((await eventsOf(name)).map(({ properties }) => properties.product_id)).toEqual(['l-1', 'l-3', 'l-2']);
		expect((await payloadsOf(erp)).map(({ state, events: n }) => [state, n])).toEqual([['mapped', 3]]);
	});
	test('is kept for a quarter, what did for a month', async () => {
		const till = await source('till');
		await post(till, [{ ...sampleOf('till'), receipt: 'old-1' }, { unknown: true }]);
		await mapAll();
		const age = async (days: number) => {
			await db().execute(
				sql`update source_payloads set received_at = now() - make_interval(days => ${days}) where source_id = ${till.id}`,
			);
			await mapAll();
			return (await payloadsOf(till)).map(({ state }) => state);
		};
		expect([await age(29), await age(31), await age(91)]).toEqual([['mapped', 'unmapped'], ['unmapped'], []]);
	});
});

test('two who save a mapping at once: the second is told', async () => {
	const own = await source('empty');
	const save = (name: string) => saveSource(db(), { id: own.id, revision: 1, name, mapping: { rules: [] } }, 'system');
	expect(await save('first name')).toBe(2);
	await expect(save('second name')).rejects.toThrow('somebody else saved');
	await expect(createSource(db(), { name: 'first name', template: 'empty', secret: null }, 'system')).rejects.toThrow(
		'name',
	);
	expect(await db().$count(sources, eq(sources.name, 'first name'))).toBe(1);
});
