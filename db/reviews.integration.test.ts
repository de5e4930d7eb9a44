import { eq, inArray } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Rule } from '@/lib/condition';
import { DEFAULT_SEGMENTS } from '@/lib/default-segments';
import { readCall } from '@/lib/segment';
import { dispatchOnce } from '@/workflows/dispatcher';
import { keepUpToDate } from '@/workflows/review';
import { fixtures } from '@/workflows/testing/fixtures';
import { anyOf } from './any-of';
import { db } from './client';
import { customersByIdentity } from './customer-views';
import { ensureDefaultSegments } from './default-segments';
import { ingest } from './ingest';
import { loadProfile } from './profiles';
import { reviewOnce } from './reviews';
import { customers, events, reviews, scoring, segmentMembers, segmentSizes, segments } from './schema';
import { rescoreOnce } from './scores';
import { listSegments } from './segment-views';
import { archiveSegment, saveSegment } from './segments';
import { getWorkspace, saveWorkspace } from './workspace';

const DAY = 86_400_000;
const { configure } = fixtures();
beforeAll(() => configure({}));
beforeEach(async () => {
	await db().update(segments).set({ archivedAt: new Date() });
	await caughtUp();
});

const ordered = (op: 'at-least' | 'exactly', n: number, within?: string): Rule => ({
	type: 'history',
	event: 'Order Completed',
	count: { op, n },
	within,
});
let orders = 0;
/** What a shop or an import sends: an order of `total`, some days ago. */
async function buys(userId: string, { daysAgo = 0, total = 10 } = {}): Promise<string> {
	const now = Date.now();
	const timestamp = new Date(now - daysAgo * DAY).toISOString();
	const properties = { order_id: `o${orders++}`, total, currency: 'EUR' };
	await take({ type: 'track', event: 'Order Completed', userId, timestamp, properties }, daysAgo > 0);
	return idOf(userId);
}
async function take(raw: Record<string, unknown>, history = false): Promise<void> {
	const receivedAt = new Date();
	await ingest(db(), [readCall(raw, { receivedAt: receivedAt.getTime() })], { source: 'test', receivedAt, history });
}
async function idOf(userId: string): Promise<string> {
	const [id] = await customersByIdentity(db(), 'user_id', userId);
	if (!id) throw new Error(`nobody is ${userId}`);
	return id;
}
/** Until nothing is left to decide or to review; imported history is looked at a few seconds later. */
async function caughtUp(now = Date.now() + 10_000): Promise<void> {
	while ((await dispatchOnce(db())) + (await reviewOnce(db(), now)) > 0);
	await keepUpToDate(db());
}
const factsOf = async (id: string) => (await loadProfile(db(), id)).facts;
const toldOf = async (id: string) => {
	const own = await db().select().from(events).where(eq(events.customerId, id)).orderBy(events.seq);
	return own.filter(({ source }) => source === 'parcours').map(({ name, properties }) => ({ name, ...properties }));
};
const someone = () => `u-${uuid()}`;
async function segment(rule: Rule, name = 'S'): Promise<string> {
	const { id } = await saveSegment(db(), { name, description: '', rule, revision: 0 }, 'system');
	await caughtUp();
	return id;
}

describe('the segments that every installation begins with', () => {
	const shown = async () => (await listSegments(db())).map(({ name }) => name);
	const inLocale = async (locale: 'en' | 'fr') => {
		const { settings, revision } = await getWorkspace(db());
		await saveWorkspace(db(), { settings: { ...settings, locale }, revision }, 'system');
	};

	test('are there once, in the retailer’s language, filled without telling journeys', async () => {
		await inLocale('fr');
		const id = await buys(someone());
		await caughtUp();
		await Promise.all(Array.from({ length: 4 }, () => ensureDefaultSegments(db())));
		await caughtUp();
		expect(await shown()).toHaveLength(Object.keys(DEFAULT_SEGMENTS).length);
		const newcomers = (await listSegments(db())).find(({ name }) => name === 'Nouveaux clients');
		expect(newcomers).toMatchObject({ size: 1, filled: true });
		expect((await toldOf(id)).filter(({ name }) => name === 'Segment Entered')).toEqual([]);
	});
	test('do not come back once archived, even when all of them were', async () => {
		await ensureDefaultSegments(db());
		expect(await shown()).toEqual([]);
	});
	test('follow the language of the retailer, but for what was edited', async () => {
		const { champions } = DEFAULT_SEGMENTS;
		await db()
			.update(segments)
			.set({ archivedAt: null })
			.where(inArray(segments.preset, ['champions', 'loyal']));
		await db().update(segments).set({ name: 'Nos chouchous' }).where(eq(segments.preset, 'loyal'));
		await inLocale('en');
		const renamed = await listSegments(db());
		expect(renamed.map(({ name }) => name)).toEqual(['Champions', 'Nos chouchous']);
		expect(renamed[0]?.description).toBe(champions.description.en);
	});
});

describe('a segment', () => {
	test('is filled when it is saved, without telling ten thousand journeys', async () => {
		const id = await buys(someone());
		await caughtUp();
		const before = await toldOf(id);
		const buyers = await segment(ordered('at-least', 1));
		expect((await factsOf(id)).segments).toContain(buyers);
		expect(await toldOf(id)).toEqual(before);
		const [row] = await db().select().from(segments).where(eq(segments.id, buyers));
		expect(row?.filledAt).not.toBeNull();
	});

	test('is entered by the event that matters, and says so', async () => {
		const regulars = await segment(ordered('at-least', 2), 'Regulars');
		const who = someone();
		const id = await buys(who);
		await caughtUp();
		expect((await factsOf(id)).segments).toEqual([]);
		await buys(who);
		await caughtUp();
		expect((await factsOf(id)).segments).toEqual([regulars]);
		expect(await toldOf(id)).toContainEqual({
			name: 'Segment Entered',
			segment_id: regulars,
			segment_name: 'Regulars',
		});
	});

	test('is left and entered when time alone changes it, and nobody is read before', async () => {
		const quiet = await segment({ type: 'all', rules: [ordered('at-least', 1), ordered('exactly', 0, 'P30D')] });
		const id = await buys(someone(), { daysAgo: 10 });
		await caughtUp();
		expect((await factsOf(id)).segments).toEqual([]);
		const [next] = await db().select().from(reviews).where(eq(reviews.customerId, id));
		expect(Math.round(((next?.dueAt.getTime() ?? 0) - Date.now()) / DAY)).toBe(20);
		await caughtUp(Date.now() + 19 * DAY);
		expect((await factsOf(id)).segments).toEqual([]);
		await caughtUp(Date.now() + 20 * DAY);
		expect((await factsOf(id)).segments).toEqual([quiet]);
		expect((await toldOf(id)).map(({ name }) => name)).toContain('Segment Entered');
	});

	test('that is archived has nobody in it', async () => {
		const id = await buys(someone());
		const buyers = await segment(ordered('at-least', 1));
		expect((await factsOf(id)).segments).toEqual([buyers]);
		await archiveSegment(db(), buyers, 'system');
		expect((await factsOf(id)).segments).toEqual([]);
	});

	test('somebody else saved meanwhile is not overwritten', async () => {
		const id = await segment(ordered('at-least', 1));
		const draft = { id, name: 'Mine', description: '', rule: ordered('at-least', 2) };
		await saveSegment(db(), { ...draft, revision: 1 }, 'system');
		await expect(saveSegment(db(), { ...draft, revision: 1 }, 'system')).rejects.toThrow('meanwhile');
	});

	test('knows its size over time', async () => {
		await buys(someone());
		const buyers = await segment(ordered('at-least', 1));
		await caughtUp();
		const sizes = await db().select().from(segmentSizes).where(eq(segmentSizes.segmentId, buyers));
		expect(sizes).toHaveLength(1);
		expect(sizes[0]?.size).toBeGreaterThan(0);
	});
});

test('while nothing happens one question is asked, and nothing is written', async () => {
	await buys('quiet');
	await caughtUp();
	await keepUpToDate(db());
	const [execute, transaction] = [vi.spyOn(db(), 'execute'), vi.spyOn(db(), 'transaction')];
	expect(await keepUpToDate(db())).toBe(0);
	expect([execute.mock.calls.length, transaction.mock.calls.length]).toEqual([1, 0]);
	vi.restoreAllMocks();
	// Once somebody does something again, she is looked at.
	await buys('quiet');
	while ((await dispatchOnce(db())) > 0);
	expect(await keepUpToDate(db())).toBe(1);
});

describe('the lifecycle', () => {
	test('each new stage is an event that journeys hear', async () => {
		const who = someone();
		await take({ type: 'track', event: 'Product Viewed', anonymousId: `a-${who}`, properties: {} });
		await take({ type: 'identify', userId: who, anonymousId: `a-${who}`, traits: { email: `${who}@example.test` } });
		await caughtUp();
		const id = await idOf(who);
		expect((await factsOf(id)).lifecycle).toBe('prospect');
		await buys(who);
		await caughtUp();
		await buys(who);
		await buys(who);
		await caughtUp();
		expect((await factsOf(id)).lifecycle).toBe('loyal');
		expect(await toldOf(id)).toEqual([
			{ name: 'Lifecycle Changed', from: 'suspect', to: 'prospect' },
			{ name: 'Lifecycle Changed', from: 'prospect', to: 'customer' },
			{ name: 'Lifecycle Changed', from: 'customer', to: 'loyal' },
		]);
		await caughtUp(Date.now() + 181 * DAY);
		expect((await factsOf(id)).lifecycle).toBe('dormant');
	});

	test('imported history sets the stage and starts nothing', async () => {
		const id = await buys(someone(), { daysAgo: 30 });
		await caughtUp();
		expect((await factsOf(id)).lifecycle).toBe('customer');
		expect(await toldOf(id)).toEqual([]);
	});

	test('nor does it for somebody who will be looked at again some day', async () => {
		const who = someone();
		const id = await buys(who, { daysAgo: 30 });
		await caughtUp();
		await buys(who, { daysAgo: 20 });
		await buys(who, { daysAgo: 10 });
		await caughtUp();
		expect((await factsOf(id)).lifecycle).toBe('loyal');
		expect(await toldOf(id)).toEqual([]);
	});

	test('a stage follows the rule that a marketer gives it', async () => {
		const id = await buys(someone());
		await caughtUp();
		await saveSegment(
			db(),
			{ stage: 'loyal', name: 'loyal', description: '', rule: ordered('at-least', 1), revision: 0 },
			'system',
		);
		await caughtUp();
		expect((await factsOf(id)).lifecycle).toBe('loyal');
		await db().delete(segments).where(eq(segments.stage, 'loyal'));
	});
});

test('scores tell the best tenth from the rest, and follow when everybody moves', async () => {
	await db().update(customers).set({ scores: null });
	await db().delete(scoring);
	const ids: string[] = [];
	for (let n = 1; n <= 20; n++) ids.push(await buys(someone(), { daysAgo: 21 - n, total: n }));
	await caughtUp();
	await caughtUp();
	const scored = await Promise.all(ids.map(async (id) => (await factsOf(id)).scores));
	expect(scored[19]).toMatchObject({ recency: 10, monetary: 10, orders: 1, spent_minor: 2000 });
	expect(scored[0]).toMatchObject({ recency: 1, monetary: 1, spent_minor: 100 });
	// Within the hour nobody is sorted anew.
	expect(await rescoreOnce(db())).toBe(0);
});

test('who was merged into another is in no segment, and the other has it all', async () => {
	const regulars = await segment(ordered('at-least', 2));
	const [visitor, account] = [`a-${uuid()}`, someone()];
	await take({ type: 'track', event: 'Order Completed', anonymousId: visitor, properties: { order_id: visitor } });
	const id = await buys(account);
	await caughtUp();
	expect((await factsOf(id)).segments).toEqual([]);
	await take({ type: 'identify', anonymousId: visitor, userId: account, traits: {} });
	await caughtUp();
	expect((await factsOf(id)).segments).toEqual([regulars]);
	const { ids } = await loadProfile(db(), id);
	expect(ids).toHaveLength(2);
	const members = await db().select().from(segmentMembers).where(anyOf(segmentMembers.customerId, ids));
	expect(members.map(({ customerId }) => customerId)).toEqual([id]);
});
