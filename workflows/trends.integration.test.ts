import { and, eq, isNull, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { GET } from '../app/v1/trends/route';
import { createKey } from '../db/api-keys';
import { db } from '../db/client';
import { customersByIdentity } from '../db/customer-views';
import { eraseCustomer } from '../db/erase';
import { ingest } from '../db/ingest';
import { journeysNaming } from '../db/journey-links';
import { loadDraft } from '../db/journeys';
import {
	customers,
	events,
	fanOuts,
	products,
	segments,
	stores,
	trendArrivals,
	trendChanges,
	trendGroups,
	trendSeen,
	trends,
} from '../db/schema';
import { saveSegment } from '../db/segments';
import { countArrivals } from '../db/trend-counting';
import { createJourneyOn } from '../db/trend-journeys';
import { crossingsOf, groupNames, listTrends, loadTrend, seriesOf } from '../db/trend-views';
import { archiveTrend, claimTrend, saveTrend } from '../db/trends';
import { check } from '../lib/check';
import { ConflictError } from '../lib/errors';
import type { JsonObject } from '../lib/event';
import { readCall } from '../lib/segment';
import { MAX_GROUPS, type TrendDefinition } from '../lib/trend';
import { fanOutOnce } from './fan-out';
import { keepUpToDate } from './review';
import { dispatchAll } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { edges, pause, when } from './testing/graphs';
import { followTrends } from './trends';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const h = fixtures();
/** An event of its own for each test: none hears another's. */
let added = '';
beforeEach(async () => {
	added = `Product Added ${uuid()}`;
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
	await db().update(trends).set({ archivedAt: new Date() });
	await db().update(segments).set({ archivedAt: new Date() });
	const shoe = { id: 'shoe', name: 'Shoe', category: 'Shoes', priceMinor: 100, currency: 'EUR' };
	await db().insert(products).values(shoe).onConflictDoNothing();
	const ground = { address: 'x', postalCode: 'x', city: 'x', country: 'FR', latitude: 45, longitude: 4 };
	await db()
		.insert(stores)
		.values({ id: 'lyon-full', name: 'Lyon', ...ground, timeZone: 'Europe/Paris' })
		.onConflictDoNothing();
});

const trend = (more: Partial<TrendDefinition> = {}): TrendDefinition => ({
	event: added,
	measure: { of: 'customers' },
	by: 'product',
	window: 'PT1H',
	threshold: { than: 'number', op: 'at-least', n: 3 },
	pause: 'PT1H',
	...more,
});
async function save(definition: TrendDefinition, name = 'Baskets'): Promise<string> {
	return (await saveTrend(db(), { name, definition, revision: 0 }, 'system')).id;
}
async function follow(definition: TrendDefinition): Promise<string> {
	const id = await save(definition);
	await caughtUp();
	return id;
}
/** Until nothing is left to fill or to count; filling waits for whoever is writing anywhere in this Postgres. */
async function caughtUp(now = Date.now()): Promise<void> {
	while ((await followTrends(db(), now)) > 0);
	const filling = and(isNull(trends.filledAt), isNull(trends.archivedAt));
	await h.until(async () => {
		while ((await followTrends(db(), now)) > 0);
		return (await db().$count(trends, filling)) === 0;
	}, 'the trends to be filled');
}

/** `at`: UTC epoch ms, now without it; `ago`: so many milliseconds before. */
type Sent = {
	ago?: number;
	at?: number;
	properties?: JsonObject;
	event?: string;
	history?: boolean;
	messageId?: string;
};
async function send(
	userId: string | null,
	{ ago = 0, at = Date.now() - ago, properties, event = added, history = false, messageId }: Sent = {},
) {
	const now = Date.now();
	const raw = {
		...{ type: 'track', event, properties: { product_id: 'shoe', ...properties } },
		...{ timestamp: new Date(at).toISOString(), messageId: messageId ?? uuid() },
		...(userId ? { userId } : {}),
	};
	await ingest(db(), [readCall(raw, { receivedAt: now })], { source: 'test', receivedAt: new Date(now), history });
}
const people = (n: number) => Array.from({ length: n }, () => `u-${uuid()}`);
async function idOf(userId: string): Promise<string> {
	const [id] = await customersByIdentity(db(), 'user_id', userId);
	if (!id) throw new Error(`nobody is ${userId}`);
	return id;
}
const standing = async (id: string) => {
	const rows = await db().select().from(trendGroups).where(eq(trendGroups.trendId, id)).orderBy(trendGroups.groupKey);
	return Object.fromEntries(
		rows.map(({ groupKey, value, crossed }) => [groupKey, crossed ? `${value} crossed` : value]),
	);
};
const toldOf = async (id: string) => {
	const rows = await db().select().from(events).where(eq(events.source, 'parcours')).orderBy(events.seq);
	return rows
		.filter(({ properties }) => properties.trend_id === id)
		.map(({ name, properties }) => ({ name, ...properties }));
};

describe('a trend', () => {
	test('that crosses reaches the customers whom a journey’s audience names, once', async () => {
		const inBasket = {
			...{ type: 'history', event: added, count: { op: 'at-least', n: 1 }, within: 'P1D' },
			where: {
				...{ type: 'property', of: 'event', path: 'product_id', op: 'equals' },
				value: { from: 'trigger', path: 'product_id' },
			},
		};
		const { journeyId } = await h.publish({
			nodes: [
				when('Trend Crossed', { key: 'product_id', audience: { mode: 'rule', who: inBasket } }),
				pause('w', 'P1D'),
			],
			edges: edges('t>w'),
		});
		const id = await follow(trend());
		const [ada, bea, cleo, dora] = people(4) as [string, string, string, string];
		await send(ada);
		await send(bea);
		await send(dora, { properties: { product_id: 'hat' } });
		await caughtUp();
		expect(await standing(id)).toEqual({ hat: 1, shoe: 2 });
		await send(cleo);
		await caughtUp();
		await caughtUp();
		expect(await standing(id)).toEqual({ hat: 1, shoe: '3 crossed' });
		expect(await toldOf(id)).toMatchObject([
			{ name: 'Trend Crossed', trend_name: 'Baskets', product_id: 'shoe', value: 3, usual: null, threshold: 3 },
		]);
		await dispatchAll();
		while ((await fanOutOnce(db())) > 0)
			await db()
				.update(fanOuts)
				.set({ notBefore: new Date(0) });
		for (const one of [ada, bea, cleo])
			expect(await h.enrollmentsOf(await idOf(one))).toMatchObject([{ journeyId, entryKey: 'shoe' }]);
		expect(await h.enrollmentsOf(await idOf(dora))).toEqual([]);
		const detail = await loadTrend(db(), id, Date.now());
		if (!detail) throw new Error('the trend is not there');
		expect(await crossingsOf(db(), detail)).toMatchObject([
			{ group: 'shoe', value: 3, threshold: 3, started: [{ journeyId, entered: 3 }] },
		]);
		expect((await seriesOf(db(), detail, 'shoe', Date.now())).at(-1)).toMatchObject({ value: 3, threshold: 3 });
		const [listed] = await listTrends(db(), Date.now());
		expect(listed).toMatchObject({ id, groups: 2, crossed: 1, filling: null, first: { group: 'shoe', value: 3 } });
		expect(listed?.line.at(-1)).toBe(3);

		const key = await createKey(db(), { kind: 'secret', name: 'erp' });
		const headers = { authorization: `Bearer ${key}` };
		const answer = await GET(new Request('http://localhost/v1/trends', { headers }), { params: Promise.resolve({}) });
		const shoe = { product_id: 'shoe', value: 3, usual: null, threshold: 3, crossed: true };
		expect(await answer.json()).toMatchObject({
			trends: [
				{ id, name: 'Baskets', window: 'PT1H', filled: true, count: 2, crossed: 1, groups: [shoe, { value: 1 }] },
			],
		});
	});

	test('gives a journey that starts on it a trigger that goes on when the trend is renamed', async () => {
		const id = await follow(trend());
		const journeyId = await createJourneyOn(db(), { id, name: 'Baskets', definition: trend() }, 'system');
		const { graph: drawn } = await loadDraft(db(), journeyId);
		expect(drawn.nodes[0]?.config).toMatchObject({
			...{ event: 'Trend Crossed', key: 'product_id', where: { path: 'trend_id', value: id } },
			audience: { mode: 'rule' },
		});
		expect(await journeysNaming(db(), id)).toEqual([{ id: journeyId, name: 'Baskets' }]);
		expect(check(drawn).filter(({ code }) => code === 'config')).toEqual([]);
	});

	test('counts each event once, however often it is sent and whatever dies or works beside', async () => {
		const id = await follow(trend({ measure: { of: 'sum', path: 'price' } }));
		const [ada] = people(1) as [string];
		for (const messageId of ['a', 'b', 'a', 'b', 'b'])
			await send(ada, { messageId: messageId + added, properties: { price: 0.1 } });
		const died = db().transaction(async (tx) => {
			const claimed = await claimTrend(tx, id);
			expect(claimed && (await countArrivals(tx, claimed, Date.now()))).toMatchObject({ taken: 2 });
			throw new Error('killed');
		});
		await expect(died).rejects.toThrow('killed');
		await Promise.all([1, 2, 3, 4].map(() => followTrends(db())));
		await caughtUp();
		expect(await standing(id)).toEqual({ shoe: 0.2 });
		expect(await db().select().from(trendArrivals).where(eq(trendArrivals.trendId, id))).toEqual([]);
	});

	test('counts a customer once who was two profiles', async () => {
		const id = await follow(trend());
		const [ada, bea] = people(2) as [string, string];
		await send(ada);
		await caughtUp();
		await send(bea, { event: 'Something Else' });
		await db()
			.update(customers)
			.set({ mergedInto: await idOf(bea) })
			.where(eq(customers.id, await idOf(ada)));
		await send(bea);
		await caughtUp();
		expect(await standing(id)).toEqual({ shoe: 1 });
	});

	test('counts what comes late in the windows it belongs to', async () => {
		const id = await follow(trend({ measure: { of: 'events' }, by: 'nothing' }));
		await send(null, { ago: 3 * HOUR });
		await send(null, { ago: HOUR / 2 });
		await caughtUp();
		expect(await standing(id)).toEqual({ '': 1 });
		const detail = await loadTrend(db(), id, Date.now());
		const values = (detail ? await seriesOf(db(), detail, '', Date.now()) : []).map(({ value }) => value);
		// An hour's twelve points for the first; for the second those since.
		expect([18, 19]).toContain(values.filter((value) => value === 1).length);
		expect(values).toContain(0);
		expect(values.at(-1)).toBe(1);
	});

	test('has the values of a plain count over all events, whatever the order they come in and who counts them', async () => {
		const somebody = fc.record({
			who: fc.integer({ min: 0, max: 4 }),
			product: fc.constantFrom('shoe', 'hat'),
			ago: fc.integer({ min: 0, max: 4 * HOUR }),
			cents: fc.integer({ min: 1, max: 9999 }),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(somebody, { minLength: 1, maxLength: 30 }), async (list) => {
				added = `Product Added ${uuid()}`;
				const users = people(5);
				const now = Date.now();
				const first = list.slice(0, Math.floor(list.length / 2));
				const sendAll = async (some: typeof list) => {
					for (const { who, product, ago, cents } of some)
						await send(users[who] ?? null, {
							at: now - ago,
							properties: { product_id: product, price: cents / 100 },
						});
				};
				await sendAll(first);
				const customersOf = await save(trend());
				const spentOn = await save(trend({ measure: { of: 'sum', path: 'price' } }));
				await Promise.all([sendAll(list.slice(first.length)), caughtUp(), caughtUp()]);
				await caughtUp();
				for (const product of ['shoe', 'hat'])
					for (const [id, measured] of [
						[customersOf, (some: typeof list) => new Set(some.map(({ who }) => who)).size],
						[spentOn, (some: typeof list) => some.reduce((sum, { cents }) => sum + cents, 0) / 100],
					] as const) {
						const detail = await loadTrend(db(), id, now);
						if (!detail) throw new Error('the trend is not there');
						for (const { at, value } of (await seriesOf(db(), detail, product, now)).slice(0, -1)) {
							const inside = list.filter((one) => now - one.ago < at && now - one.ago >= at - HOUR);
							expect(value).toBe(measured(inside.filter((one) => one.product === product)));
						}
					}
				await archiveTrend(db(), customersOf, 'system');
				await archiveTrend(db(), spentOn, 'system');
			}),
			{ numRuns: 5 },
		);
	});

	test('is filled quietly with the events that are there, and misses none that come in meanwhile', async () => {
		const [ada, bea, cleo, dora] = people(4) as [string, string, string, string];
		for (const one of [ada, bea, cleo]) await send(one);
		let id = '';
		const now = Date.now();
		const raw = { type: 'track', event: added, userId: dora, properties: { product_id: 'shoe' } };
		// The trend is saved, and its filling tried, while somebody who does not know it yet writes an event.
		const options = { source: 'test', receivedAt: new Date(now), history: false };
		await ingest(db(), [readCall(raw, { receivedAt: now })], options, async () => {
			id = await save(trend());
			for (let n = 0; n < 3; n++) await followTrends(db());
			expect(await standing(id)).toEqual({});
		});
		await caughtUp();
		expect(await standing(id)).toEqual({ shoe: '4 crossed' });
		await send(people(1)[0] ?? null);
		await caughtUp();
		expect(await standing(id)).toEqual({ shoe: '5 crossed' });
		expect(await toldOf(id)).toEqual([]);
	});

	test('learns what is usual from imported history, which is no news itself', async () => {
		const usual = { than: 'usual', op: 'at-least', times: 2, of: 'days', least: 2 } as const;
		const id = await follow(trend({ measure: { of: 'events' }, by: 'store', threshold: usual }));
		const visit = (sent: Sent) => send(null, { ...sent, properties: { store_id: 'lyon' } });
		for (let n = 0; n < 2; n++) await visit({});
		await caughtUp();
		const [unknown] = await db().select().from(trendGroups).where(eq(trendGroups.trendId, id));
		expect(unknown).toMatchObject({ value: 2, usual: null, threshold: null, crossed: false });

		for (let n = 0; n < 3; n++) await visit({ ago: 1000, history: true });
		await caughtUp();
		await visit({ ago: 9 * DAY, history: true });
		for (let day = 1; day <= 7; day++)
			for (let n = 0; n < 2; n++) await visit({ ago: day * DAY + 20_000, history: true });
		await caughtUp();
		expect(await standing(id)).toEqual({ lyon: '5 crossed' });
		expect(await toldOf(id)).toEqual([]);

		await caughtUp(Date.now() + 2 * HOUR);
		expect(await standing(id)).toEqual({ lyon: 0 });
		for (let n = 0; n < 4; n++) await visit({});
		await caughtUp();
		expect(await toldOf(id)).toMatchObject([{ name: 'Trend Crossed', store_id: 'lyon', usual: 2, threshold: 4 }]);
	});

	test('tells that it is back, and forgets what is too old to be shown', async () => {
		const id = await follow(trend());
		for (const one of people(3)) await send(one);
		await caughtUp();
		await caughtUp(Date.now() + 2 * HOUR);
		expect((await toldOf(id)).map(({ name }) => name)).toEqual(['Trend Crossed', 'Trend Recovered']);
		await caughtUp(Date.now() + 10 * DAY);
		for (const table of [trendChanges, trendSeen, trendGroups])
			expect(await db().select().from(table).where(eq(table.trendId, id))).toEqual([]);
	});

	test('of baskets left counts who did not order in time, when the time is over', async () => {
		const unless = { event: `Order ${added}`, within: 'PT1H' };
		const id = await follow(trend({ unless }));
		const [ada, bea, cleo] = people(3) as [string, string, string];
		for (const one of [ada, bea, cleo]) await send(one);
		await send(null);
		await send(bea, { event: unless.event });
		await caughtUp();
		expect(await standing(id)).toEqual({});
		await caughtUp(Date.now() + HOUR);
		expect(await standing(id)).toEqual({ shoe: 2 });
		// Filled anew, it finds the same.
		const definition = trend({ unless, window: 'PT2H' });
		await saveTrend(db(), { id, revision: 1, name: 'Baskets', definition }, 'system');
		await caughtUp();
		expect(await standing(id)).toEqual({});
		await caughtUp(Date.now() + HOUR);
		expect(await standing(id)).toEqual({ shoe: 2 });
	});

	test('that is edited while events wait for their time counts each of them once', async () => {
		const left = (within: string) => trend({ measure: { of: 'events' }, unless: { event: `Order ${added}`, within } });
		const id = await follow(left('PT1H'));
		await send(people(1)[0] ?? null);
		await caughtUp();
		await saveTrend(db(), { id, revision: 1, name: 'Baskets', definition: left('PT2H') }, 'system');
		await caughtUp();
		await caughtUp(Date.now() + HOUR);
		expect(await standing(id)).toEqual({});
		await caughtUp(Date.now() + 2 * HOUR);
		expect(await standing(id)).toEqual({ shoe: 1 });
	});

	test.each([
		['product', 'product_id', 'shoe'],
		['category', 'category', 'Shoes'],
		['store', 'store_id', 'lyon-full'],
	] as const)(
		'by %s has no room for ever more that somebody made up; what it follows and what the catalogue knows counts on',
		async (by, property, known) => {
			const id = await follow(trend({ by, measure: { of: 'events' } }));
			const one = (group: string) => send(null, { properties: { product_id: 'made-up', [property]: group } });
			await one('followed');
			await caughtUp();
			await db().execute(sql`
				insert into trend_groups (trend_id, group_key, crossed, due_at)
				select ${id}, 'g-' || n, false, now() + interval '1 hour' from generate_series(2, ${MAX_GROUPS - 1}) n`);
			const isFull = async () => (await loadTrend(db(), id, Date.now()))?.full;
			expect(await isFull()).toBe(false);
			await one('last');
			await caughtUp();
			for (const group of ['made-up-1', 'made-up-2', 'followed', known]) await one(group);
			await caughtUp();
			expect(await isFull()).toBe(true);
			const there = await standing(id);
			expect([there.last, there.followed, there[known]]).toEqual([1, 2, 1]);
			expect(Object.keys(there).filter((group) => group.startsWith('made-up'))).toEqual([]);
			const counted = await db().select().from(trendChanges).where(eq(trendChanges.trendId, id));
			expect([...new Set(counted.map(({ groupKey }) => groupKey))].sort()).toEqual(['followed', 'last', known].sort());
		},
	);

	test('of who comes into a segment crosses for that segment', async () => {
		const rule = { type: 'history', event: added, count: { op: 'at-least', n: 1 } } as const;
		const left = await saveSegment(db(), { name: 'Left a basket', description: '', rule, revision: 0 }, 'system');
		await dispatchAll();
		while ((await keepUpToDate(db())) > 0);
		const id = await follow(trend({ event: 'Segment Entered', by: 'segment' }));
		for (const one of people(3)) await send(one);
		await dispatchAll();
		while ((await keepUpToDate(db())) > 0);
		await caughtUp();
		expect(await toldOf(id)).toMatchObject([{ name: 'Trend Crossed', segment_id: left.id, value: 3 }]);
		expect(await groupNames(db(), 'segment', [left.id])).toEqual(new Map([[left.id, 'Left a basket']]));
	});

	test('goes on after a customer was erased, who is then in none of its rows', async () => {
		const id = await follow(trend());
		const [ada, bea] = people(2) as [string, string];
		await send(ada);
		await caughtUp();
		await send(ada);
		await send(bea);
		const who = await idOf(ada);
		await eraseCustomer(db(), who, 'system');
		await caughtUp();
		expect(await standing(id)).toEqual({ shoe: 2 });
		const mine = and(eq(trendSeen.trendId, id), eq(trendSeen.customerId, who));
		expect(await db().select().from(trendSeen).where(mine)).toEqual([]);
	});

	test('that is archived counts no more, and nobody overwrites what somebody else saved', async () => {
		const id = await follow(trend());
		const draft = { id, name: 'Mine', definition: trend() };
		expect(await saveTrend(db(), { ...draft, revision: 1 }, 'system')).toEqual({ id, revision: 2 });
		await expect(saveTrend(db(), { ...draft, revision: 1 }, 'system')).rejects.toThrow(ConflictError);
		await send(people(1)[0] ?? null);
		await caughtUp();
		await archiveTrend(db(), id, 'system');
		await send(people(1)[0] ?? null);
		await caughtUp();
		expect(await standing(id)).toEqual({});
		expect(await loadTrend(db(), id, Date.now())).toBeNull();
		await expect(saveTrend(db(), { ...draft, revision: 2 }, 'system')).rejects.toThrow(ConflictError);
	});
});
