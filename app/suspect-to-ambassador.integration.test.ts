import { and, eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { signShown } from '@/channels/shown';
import { db } from '@/db/client';
import { customersByIdentity } from '@/db/customer-views';
import { createForm, setFormPublished } from '@/db/forms';
import { ingest } from '@/db/ingest';
import { loadProfile } from '@/db/profiles';
import { reviewOnce } from '@/db/reviews';
import { enrollments, events, points } from '@/db/schema';
import { askName } from '@/lib/form';
import { newForm } from '@/lib/form-defaults';
import { readCall } from '@/lib/segment';
import { edges, node, when } from '@/workflows/testing/graphs';
import { type Harness, startHarness } from '@/workflows/testing/harness';

vi.mock('@/channels/deliver', () => import('@/workflows/testing/channel'));
vi.mock('next/cache', () => ({ revalidatePath: () => {} }));
vi.mock('next/headers', () => ({ headers: async () => new Headers({ 'x-forwarded-for': uuid() }) }));
vi.mock('next/navigation', () => ({
	redirect: (to: string) => {
		throw new Error(`goes to ${to}`);
	},
}));
const { submit } = await import('./f/[slug]/actions');
const { default: referralPage } = await import('./r/[code]/page');

const DAY = 86_400_000;
let h: Harness;
beforeAll(async () => {
	h = await startHarness();
	await h.archiveAll();
	await h.configure({
		doubleOptIn: { email: false, sms: false },
		referral: { keptFor: 'P14D', siteUrl: 'https://shop.test/' },
	});
});
afterAll(() => h.close());

/** What the site, the shop or a till sends. */
async function arrives(call: Record<string, unknown>) {
	const receivedAt = new Date();
	const read = readCall(call, { receivedAt: receivedAt.getTime() });
	await ingest(db(), [read], { source: 'test', receivedAt, history: false });
	h.bell.ring();
}
/** The newsletter form as the page sends it, a minute after it was opened. */
async function subscribes(email: string, browser: { anonymousId: string; referral?: string }) {
	const slug = `f-${uuid()}`;
	const id = await createForm(db(), { slug, definition: newForm('newsletter', 'News') }, 'system');
	await setFormPublished(db(), id, true, 'system');
	const asks = [{ channel: 'email' as const, purpose: 'marketing', wording: 'Yes, write to me.' }];
	const data = new FormData();
	const filled = { slug, email, consent: askName({ channel: 'email', purpose: 'marketing' }), ...browser };
	for (const [name, value] of Object.entries(filled)) data.set(name, value);
	data.set('shown', signShown({ of: id, version: 1, locale: 'fr', at: Date.now() - 60_000, asks }));
	expect(await submit({ is: 'new' }, data)).toEqual({ is: 'taken' });
	h.bell.ring();
}
async function who(kind: 'anonymous_id' | 'email' | 'loyalty_card' | 'user_id', value: string): Promise<string> {
	const [id] = await customersByIdentity(db(), kind, value);
	if (!id) throw new Error(`nobody is known by the ${kind} ${value}`);
	return id;
}
const stageOf = async (id: string) => (await loadProfile(db(), id)).facts.lifecycle;
/** Everything is decided that happened, and everybody looked at who is due by then. */
async function settled(ids: string[], now = Date.now() + 1000) {
	for (let reviewed = 1; reviewed > 0; ) {
		for (const id of ids) await h.decided(id);
		reviewed = await reviewOnce(db(), now);
		h.bell.ring();
	}
}
const order = (properties: Record<string, unknown>) => ({
	type: 'track',
	event: 'Order Completed',
	properties: { order_id: uuid(), total: 40, currency: 'EUR', ...properties },
});
const hears = (event: string) => ({
	nodes: [when(event), node('x', 'exit', { outcome: 'heard' })],
	edges: edges('t>x'),
});
const gives = (event: string, many: number) => ({
	nodes: [when(event), node('g', 'give-points', { amount: { by: 'fixed', points: many }, reason: event })],
	edges: edges('t>g'),
});
const givenTo = async (id: string) =>
	(await db().select().from(points).where(eq(points.customerId, id))).map(({ delta, reason }) => `${reason}: ${delta}`);
const told = async (id: string, name: string) =>
	(
		await db()
			.select()
			.from(events)
			.where(and(eq(events.customerId, id), eq(events.name, name)))
			.orderBy(events.seq)
	).map(({ properties }) => properties);
/** What she entered a journey by. */
async function heardBy(journeyId: string, id: string) {
	const rows = await db()
		.select()
		.from(enrollments)
		.where(and(eq(enrollments.journeyId, journeyId), eq(enrollments.customerId, id)))
		.orderBy(enrollments.createdAt);
	return rows.map(({ trigger }) => trigger.properties.to ?? trigger.name);
}

test('from the first click on a banner to an ambassador: one profile, each stage heard, both rewarded once', async () => {
	const clicked = await h.publish(hears('Ad Clicked'));
	const stages = await h.publish(hears('Lifecycle Changed'));
	await h.publish({
		nodes: [
			when('Lifecycle Changed', {
				where: { type: 'property', of: 'trigger', path: 'to', op: 'equals', value: 'loyal' },
			}),
			node('m', 'send-email', {
				subject: 'Recommend us: {{ customer.referral_url }}',
				body: '<mjml><mj-body></mj-body></mjml>',
			}),
		],
		edges: edges('t>m'),
	});
	await h.publish(gives('Referral Rewarded', 500));
	await h.publish(gives('Referral Welcomed', 200));

	// Nobody yet: a browser that clicks on a banner.
	const browser = uuid();
	await arrives({ type: 'track', event: 'Ad Clicked', anonymousId: browser, properties: { campaign: 'autumn' } });
	const ana = await who('anonymous_id', browser);
	await settled([ana]);
	await h.ended(ana);
	expect(await stageOf(ana)).toBe('suspect');

	// The newsletter's form, in the same browser.
	const email = `${uuid()}@example.test`;
	await subscribes(email, { anonymousId: browser });
	await settled([ana]);
	expect(await who('email', email)).toBe(ana);
	expect(await stageOf(ana)).toBe('prospect');

	// Her first purchase, in a store: she gets her card, and says her address. The till knows her by the card from then on.
	const card = uuid();
	await arrives(order({ store_id: 'S1', loyalty_card: card, email }));
	await settled([ana]);
	expect(await who('loyalty_card', card)).toBe(ana);
	expect(await stageOf(ana)).toBe('customer');

	// The second on the web, with an account of the same address; the third in a store, by the card alone.
	const account = uuid();
	await arrives({ type: 'identify', userId: account, anonymousId: browser, traits: { email } });
	await arrives({ ...order({}), userId: account, anonymousId: browser });
	await arrives(order({ store_id: 'S1', loyalty_card: card }));
	await settled([ana]);
	expect(await who('user_id', account)).toBe(ana);
	expect(await stageOf(ana)).toBe('loyal');

	// She is sent her link, and sends it on. It leads the friend to the shop, and says nothing of Ana.
	const sent = await h.until(
		async () => (await h.sendsOf(ana)).find(({ state }) => !['reserved', 'calling'].includes(state)),
		'her link to be sent',
	);
	expect(sent).toMatchObject({ state: 'accepted', message: { subject: expect.stringContaining('/r/') } });
	const url = String(sent.message?.subject).replace('Recommend us: ', '');
	const code = url.split('/').at(-1) ?? '';
	expect(code).toMatch(/^[2-9A-Z]{12}$/);
	const open = { params: Promise.resolve({ code }), searchParams: Promise.resolve({}) };
	await expect(referralPage(open)).rejects.toThrow(`goes to https://shop.test/?ref=${code}`);

	// Bea lands on the shop; analytics.js tells the page's address. She orders. Cleo came by a form, and gives her order back.
	const [beas, cleos] = [uuid(), uuid()];
	const landed = { type: 'page', anonymousId: beas, context: { page: { search: `?ref=${code}` } } };
	await arrives(landed);
	await subscribes(`${uuid()}@example.test`, { anonymousId: cleos, referral: code });
	// Ana herself tries, too: who orders already is won by nobody.
	await arrives({ type: 'identify', userId: account, traits: { referral_code: code } });
	const bea = await who('anonymous_id', beas);
	const cleo = await who('anonymous_id', cleos);
	const kept = { ...order({}), anonymousId: beas, userId: uuid() };
	await arrives(kept);
	const returned = order({});
	await arrives({ ...returned, anonymousId: cleos });
	const everybody = [ana, bea, cleo];
	const ordered = Date.now();
	await settled(everybody);

	await settled(everybody, ordered + 10 * DAY);
	await arrives({
		...{ type: 'track', event: 'Order Refunded', anonymousId: cleos },
		properties: { order_id: returned.properties.order_id },
	});
	await settled(everybody, ordered + 13 * DAY);
	expect(await told(ana, 'Referral Rewarded')).toEqual([]);
	expect(await told(bea, 'Referral Welcomed')).toEqual([]);

	// Fourteen days later Bea's is kept. Whatever is said again, and looked at again, both are rewarded once.
	for (const days of [15, 16, 40]) {
		await settled(everybody, ordered + days * DAY);
		await arrives(landed);
		await arrives(kept);
		await arrives({ ...order({}), anonymousId: beas });
	}
	await settled(everybody, ordered + 41 * DAY);
	await h.until(async () => (await givenTo(ana)).length > 0 && (await givenTo(bea)).length > 0, 'both to be rewarded');
	await settled(everybody, ordered + 41 * DAY);
	expect(await givenTo(ana)).toEqual(['Referral Rewarded: 500']);
	expect(await givenTo(bea)).toEqual(['Referral Welcomed: 200']);
	expect(await givenTo(cleo)).toEqual([]);
	expect(await told(ana, 'Referral Rewarded')).toHaveLength(1);
	expect(await told(bea, 'Referral Welcomed')).toHaveLength(1);

	// One profile through all, and each stage of it heard.
	expect(await stageOf(ana)).toBe('ambassador');
	for (const [kind, value] of [
		['anonymous_id', browser],
		['email', email],
		['loyalty_card', card],
		['user_id', account],
	] as const)
		expect(await who(kind, value)).toBe(ana);
	await h.until(async () => (await heardBy(stages.journeyId, ana)).length >= 4, 'the last stage to be heard');
	expect(await heardBy(clicked.journeyId, ana)).toEqual(['Ad Clicked']);
	expect(await heardBy(stages.journeyId, ana)).toEqual(['prospect', 'customer', 'loyal', 'ambassador']);
	expect((await told(ana, 'Lifecycle Changed')).map(({ from, to }) => `${from} → ${to}`)).toEqual([
		'suspect → prospect',
		'prospect → customer',
		'customer → loyal',
		'loyal → ambassador',
	]);
}, 90_000);
