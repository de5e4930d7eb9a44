import { and, eq, like } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { newForm } from '@/lib/form-defaults';
import { readCall } from '@/lib/segment';
import { dispatchAll, enter } from '@/workflows/testing/by-hand';
import { fixtures } from '@/workflows/testing/fixtures';
import { edges, node, when } from '@/workflows/testing/graphs';
import { capture } from './capture';
import { db } from './client';
import { customerPicture } from './customer-picture';
import { customersByIdentity } from './customer-views';
import { eraseCustomer } from './erase';
import { createForm, loadForm } from './forms';
import { ingest } from './ingest';
import { referralUrl } from './referrals';
import { reviewOnce } from './reviews';
import { events, referralCodes, referrals, sends } from './schema';

vi.mock('@/channels/deliver', () => import('@/workflows/testing/channel'));

const DAY = 86_400_000;
const h = fixtures();
beforeAll(() => h.configure({ referral: { keptFor: 'P14D', siteUrl: null } }));

async function take(raw: Record<string, unknown>, history = false) {
	const receivedAt = new Date();
	await ingest(db(), [readCall(raw, { receivedAt: receivedAt.getTime() })], { source: 'test', receivedAt, history });
}
const order = (who: Record<string, unknown>, daysAgo = 0) => ({
	...{ type: 'track', event: 'Order Completed', timestamp: new Date(Date.now() - daysAgo * DAY).toISOString() },
	...{ properties: { order_id: uuid(), total: 40, currency: 'EUR' }, ...who },
});
const lands = (anonymousId: string, code: string) =>
	take({ type: 'page', anonymousId, context: { page: { search: `?ref=${code}` } } });
async function who(kind: 'anonymous_id' | 'user_id' | 'email', value: string): Promise<string> {
	const [id] = await customersByIdentity(db(), kind, value);
	if (!id) throw new Error(`nobody is ${value}`);
	return id;
}
const codeOf = async (id: string) => (await referralUrl(db(), id)).split('/').at(-1) ?? '';
async function weeksLater() {
	await dispatchAll();
	while ((await reviewOnce(db(), Date.now() + 20 * DAY)) > 0) await dispatchAll();
}
const told = async (id: string) =>
	(
		await db()
			.select()
			.from(events)
			.where(and(eq(events.customerId, id), like(events.name, 'Referral %')))
	).map(({ name }) => name);
async function ambassador() {
	const id = await h.customer();
	return { id, code: await codeOf(id) };
}

describe('a referral', () => {
	test('is by a code that stays the same, and is another’s for everybody', async () => {
		const ana = await ambassador();
		expect(await codeOf(ana.id)).toBe(ana.code);
		expect((await ambassador()).code).not.toBe(ana.code);
	});
	test('has no code until a message shows her link: one that does not makes none', async () => {
		const hasCode = async (id: string) =>
			(await db().select().from(referralCodes).where(eq(referralCodes.customerId, id))).length;
		const sms = async (body: string) => {
			await h.publish({
				nodes: [when('Product Added'), node('s', 'send-sms', { body }), node('x', 'exit', { outcome: 'over' })],
				edges: edges('t>s', 's.sent>x'),
			});
			const id = await h.customer({ traits: { first_name: 'Ana' } });
			expect(await (await enter(h, id, 'Product Added')).row()).toMatchObject({ outcome: 'over' });
			await h.archiveAll();
			return id;
		};
		expect(await hasCode(await sms('Hello {{ customer.first_name }}, see {{ customer.me_url }}'))).toBe(0);
		const ana = await sms('For your friends: {{ customer.referral_url }}');
		const [sent] = await db().select().from(sends).where(eq(sends.customerId, ana));
		expect(sent?.message).toMatchObject({ body: expect.stringContaining(await referralUrl(db(), ana)) });
		expect(await hasCode(ana)).toBe(1);
	});
	test('of whoever the ambassador was before two profiles became hers is hers', async () => {
		const [account, browser, friend] = [uuid(), uuid(), uuid()];
		await take({ type: 'identify', userId: account });
		await take({ type: 'track', event: 'Product Viewed', anonymousId: browser });
		const before = await codeOf(await who('anonymous_id', browser));
		const known = await codeOf(await who('user_id', account));
		await take({ type: 'identify', userId: account, anonymousId: browser });
		const ana = await who('user_id', account);
		expect(await who('anonymous_id', browser)).toBe(ana);
		expect([before, known]).toContain(await codeOf(ana));
		await lands(friend, before);
		await take(order({ anonymousId: friend }));
		await weeksLater();
		expect(await told(ana)).toEqual(['Referral Rewarded']);
	});
	test('that a friend brought before we knew her goes with her, and her second one counts for nothing', async () => {
		const [ana, cleo] = [await ambassador(), await ambassador()];
		const [browser, tablet, account] = [uuid(), uuid(), uuid()];
		await lands(browser, ana.code);
		await lands(tablet, cleo.code);
		await take({ type: 'identify', userId: account, anonymousId: browser });
		await take({ type: 'identify', userId: account, anonymousId: tablet });
		await take(order({ userId: account }));
		await weeksLater();
		await weeksLater();
		const friend = await who('user_id', account);
		expect(await told(friend)).toEqual(['Referral Welcomed']);
		expect(await told(ana.id)).toEqual(['Referral Rewarded']);
		expect(await told(cleo.id)).toEqual([]);
		// Both came by a link; whose counted is told on the pages of all three.
		const picture = async (id: string) => (await customerPicture(db(), id, Date.now())).referral;
		expect(await picture(ana.id)).toMatchObject({ code: ana.code, came: 1, rewarded: 1, friends: [{ id: friend }] });
		expect(await picture(cleo.id)).toMatchObject({ came: 1, rewarded: 0, friends: [{ id: friend, rewardedAt: null }] });
		expect(await picture(friend)).toMatchObject({ url: null, came: 0, broughtBy: { id: ana.id } });
	});
	test('is none when the visitor turns out to be a customer of old, or the ambassador herself', async () => {
		const ana = await ambassador();
		const [account, browser] = [uuid(), uuid()];
		await take(order({ userId: account }, 90), true);
		await lands(browser, ana.code);
		await take(order({ userId: account, anonymousId: browser }));
		const [own, ownBrowser] = [uuid(), uuid()];
		await take({ type: 'identify', userId: own });
		const herself = await who('user_id', own);
		await lands(ownBrowser, await codeOf(herself));
		await take(order({ userId: own, anonymousId: ownBrowser }));
		await weeksLater();
		expect(await told(ana.id)).toEqual([]);
		expect(await told(herself)).toEqual([]);
		expect((await customerPicture(db(), herself, Date.now())).referral).toMatchObject({ came: 0, broughtBy: null });
	});
	test('counts when the till said so late, with the order itself', async () => {
		const ana = await ambassador();
		const account = uuid();
		const sold = order({ userId: account }, 3);
		await take({ ...sold, properties: { ...sold.properties, referral_code: ana.code.toLowerCase() } });
		await weeksLater();
		expect(await told(ana.id)).toEqual(['Referral Rewarded']);
	});
	test('is not made by typing a stranger’s address into a form', async () => {
		const ana = await ambassador();
		const email = `${uuid()}@example.test`;
		await take({ type: 'identify', userId: uuid(), traits: { email } });
		const id = await createForm(db(), { slug: `f-${uuid()}`, definition: newForm('newsletter', 'News') }, 'system');
		const form = await loadForm(db(), id);
		if (!form) throw new Error('no form');
		const typed = { traits: { email }, ticked: [], referral: ana.code, at: new Date() };
		const shown = { of: id, version: 1, locale: 'fr' as const, at: Date.now(), asks: [] };
		expect(await capture(db(), { form, shown, anonymousId: uuid(), ...typed })).toBe('taken');
		expect(
			await db()
				.select()
				.from(referrals)
				.where(eq(referrals.customerId, await who('email', email))),
		).toEqual([]);
	});
	test('is tied by nothing that is imported as history', async () => {
		const ana = await ambassador();
		const account = uuid();
		await take({ type: 'identify', userId: account, traits: { referral_code: ana.code } }, true);
		await take(order({ userId: account }));
		await weeksLater();
		expect(await told(ana.id)).toEqual([]);
	});
	test('is forgotten with whoever of the two is erased, and rewards nobody then', async () => {
		const ana = await ambassador();
		const [browser, other] = [uuid(), uuid()];
		await lands(browser, ana.code);
		await lands(other, ana.code);
		await take(order({ anonymousId: browser }));
		await take(order({ anonymousId: other }));
		await eraseCustomer(db(), await who('anonymous_id', browser), 'system');
		expect(await db().select().from(referrals).where(eq(referrals.code, ana.code))).toHaveLength(1);
		await eraseCustomer(db(), ana.id, 'system');
		expect(await db().select().from(referrals).where(eq(referrals.code, ana.code))).toEqual([]);
		await weeksLater();
		expect(await told(await who('anonymous_id', other))).toEqual([]);
		expect(await told(ana.id)).toEqual([]);
	});
});
