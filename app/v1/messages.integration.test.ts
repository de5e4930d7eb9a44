import { v7 as uuid } from 'uuid';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { siteMessages } from '@/db/schema';
import { byHand, dispatchAll } from '@/workflows/testing/by-hand';
import { fixtures } from '@/workflows/testing/fixtures';
import { edges, node, when } from '@/workflows/testing/graphs';
import { GET, OPTIONS } from './messages/route';
import { receive } from './receive';

const h = fixtures();
let keys = { write: '', secret: '' };
beforeAll(async () => {
	keys = {
		write: await createKey(db(), { kind: 'write', name: 'site' }),
		secret: await createKey(db(), { kind: 'secret', name: 'server' }),
	};
});
beforeEach(async () => {
	await h.configure({});
	await h.archiveAll();
});

type Shown = { id: string; title: string; name: string };
async function get(query: Record<string, string>, key: string | null = keys.write) {
	const url = `http://localhost:3000/v1/messages?${new URLSearchParams(query)}`;
	const headers: Record<string, string> = key === null ? {} : { authorization: `Basic ${btoa(`${key}:`)}` };
	const response = await GET(new Request(url, { headers }));
	const body: { messages: Shown[] } = await response.json();
	return { status: response.status, headers: response.headers, body, titles: body.messages?.map(({ title }) => title) };
}
async function send(type: 'track' | 'identify', call: Record<string, unknown>) {
	const body = JSON.stringify(call);
	const headers = { authorization: `Basic ${btoa(`${keys.write}:`)}` };
	const { status } = await receive(
		new Request(`http://localhost:3000/v1/${type}`, { method: 'POST', body, headers }),
		type,
	);
	expect(status).toBe(200);
}
const banner = (more = {}) => ({
	nodes: [
		when('Product Viewed'),
		node('m', 'on-site-message', {
			...{ name: 'seen', slot: 'home', title: 'Seen: {{ event.name }}', body: '', validFor: 'P7D', ...more },
		}),
		node('yes', 'exit', { outcome: 'placed' }),
		node('no', 'exit', { outcome: 'failed' }),
	],
	edges: edges('t>m', 'm.placed>yes', 'm.failed>no'),
});
/** A visitor looks at a product; the journeys that this starts are carried to their end. */
async function looks(anonymousId: string, name = 'Vase') {
	await send('track', { anonymousId, event: 'Product Viewed', properties: { name } });
	await dispatchAll();
	const open = await db().query.enrollments.findMany({ where: (e, { eq }) => eq(e.status, 'starting') });
	for (const { id } of open) await (await byHand(id)).go();
}
const track = (anonymousId: string, event: string, id: string | undefined) =>
	send('track', { anonymousId, event, properties: { message_id: id, name: 'seen' } });

describe('a message on the site', () => {
	test('is shown to an anonymous visitor at its place, and to nobody else', async () => {
		await h.publish(banner());
		const visitor = uuid();
		await looks(visitor);
		expect((await get({ anonymousId: visitor, slot: 'home' })).body).toEqual({
			messages: [{ id: expect.any(String), slot: 'home', name: 'seen', title: 'Seen: Vase', body: '', link: null }],
		});
		expect((await get({ anonymousId: visitor })).titles).toEqual(['Seen: Vase']);
		expect((await get({ anonymousId: visitor, slot: 'cart' })).titles).toEqual([]);
		expect((await get({ anonymousId: uuid(), slot: 'home' })).titles).toEqual([]);
	});

	test('is shown on both devices of a visitor who turns out to be a customer, and ends on both', async () => {
		await h.publish(banner({ maxDisplays: 3 }));
		const [laptop, phone] = [uuid(), uuid()];
		await looks(laptop, 'Vase');
		await looks(phone, 'Lamp');
		for (const anonymousId of [laptop, phone]) await send('identify', { anonymousId, userId: `u-${laptop}` });
		const both = await get({ anonymousId: laptop });
		expect(both.titles.sort()).toEqual(['Seen: Lamp', 'Seen: Vase']);
		expect((await get({ anonymousId: phone })).titles.sort()).toEqual(['Seen: Lamp', 'Seen: Vase']);
		expect((await get({ userId: `u-${laptop}` }, keys.secret)).titles).toHaveLength(2);
		const vase = both.body.messages.find(({ title }) => title === 'Seen: Vase')?.id;
		await track(laptop, 'Message Displayed', vase);
		await track(phone, 'Message Displayed', vase);
		expect((await get({ anonymousId: phone })).titles).toContain('Seen: Vase');
		await track(phone, 'Message Displayed', vase);
		expect((await get({ anonymousId: laptop })).titles).toEqual(['Seen: Lamp']);
	});

	test('ends with a click, and not with what somebody else says of it', async () => {
		await h.publish(banner());
		const visitor = uuid();
		await looks(visitor);
		const id = (await get({ anonymousId: visitor })).body.messages[0]?.id;
		await track(uuid(), 'Message Clicked', id);
		expect((await get({ anonymousId: visitor })).titles).toHaveLength(1);
		await track(visitor, 'Message Clicked', id);
		expect((await get({ anonymousId: visitor })).titles).toEqual([]);
	});

	test('ends with its time, and the more urgent one comes first', async () => {
		await h.publish(banner({ title: 'Later', validFor: 'P7D' }));
		await h.publish(banner({ title: 'First', priority: 5, validFor: 'P7D' }));
		const visitor = uuid();
		await looks(visitor);
		expect((await get({ anonymousId: visitor })).titles).toEqual(['First', 'Later']);
		await db()
			.update(siteMessages)
			.set({ until: new Date(Date.now() - 1000) });
		expect((await get({ anonymousId: visitor })).titles).toEqual([]);
	});

	test('does not lead where a browser would run something', async () => {
		await h.publish(banner({ link: '{{ event.name }}' }));
		const visitor = uuid();
		await looks(visitor, 'javascript:alert(1)');
		expect((await get({ anonymousId: visitor })).titles).toEqual([]);
		await looks(visitor, '/vases');
		expect((await get({ anonymousId: visitor })).body.messages).toMatchObject([{ link: '/vases' }]);
	});
});

describe('a stranger with the site’s own key', () => {
	async function shownTo(query: Record<string, string>, key: string) {
		return (await get(query, key)).titles.sort();
	}

	test('who calls himself by her account reads what the site says to everybody, never what is about her', async () => {
		await h.publish(banner());
		await h.publish(banner({ title: 'Hello {{ customer.first_name }}' }));
		await h.publish(banner({ title: 'A gift', link: '{% if voucher %}{{ voucher.url }}{% endif %}' }));
		await h.publish(banner({ title: 'Yours', body: '{% assign who = customer %}{{ who.me_url }}' }));
		const [hers, evil, userId] = [uuid(), uuid(), `u-${uuid()}`];
		await send('identify', { userId, anonymousId: hers, traits: { first_name: 'Zoé' } });
		await looks(hers);
		await send('identify', { userId, anonymousId: evil });
		expect(await shownTo({ anonymousId: evil }, keys.write)).toEqual(['Seen: Vase']);
		expect(await shownTo({ anonymousId: hers }, keys.write)).toEqual(['Seen: Vase']);
		const all = ['A gift', 'Hello Zoé', 'Seen: Vase', 'Yours'];
		expect(await shownTo({ userId }, keys.secret)).toEqual(all);
		expect(await shownTo({ anonymousId: hers }, keys.secret)).toEqual(all);
	});
});

test('a key is needed, an account’s id needs the secret one, and another site’s page may ask', async () => {
	expect((await get({ anonymousId: 'a' }, null)).status).toBe(401);
	expect((await get({ anonymousId: 'a', writeKey: keys.write }, null)).status).toBe(200);
	expect(await get({ userId: 'u' })).toMatchObject({ status: 403 });
	expect(await get({})).toMatchObject({ status: 400 });
	expect(await get({ anonymousId: 'a', userId: 'u' }, keys.secret)).toMatchObject({ status: 400 });
	expect((await get({ anonymousId: 'a' })).headers.get('access-control-allow-origin')).toBe('*');
	expect(OPTIONS().headers.get('access-control-allow-headers')).toBe('Authorization');
});
