import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OperationFact, OperationTest } from './condition';
import { judge } from './evaluate';
import { datesProblem, type OperationDates, operationDraft, toTell } from './operation';
import { fieldsOf, NEW_OPERATION, readOperationFields } from './operation-fields';
import { sayRule } from './say-rule';
import { DAY, event, facts, HOUR, PARIS, TUESDAY, ZOE } from './testing/facts';

const T = TUESDAY;
const on = (ms: number) => new Date(ms);
const sales: OperationDates = {
	...{ startsAt: on(T), endsAt: on(T + DAY), datedAt: on(T - DAY) },
	...{ startTold: false, endTold: false, archivedAt: null },
};
const running = { ...sales, startTold: true };

describe('what is told of an operation', () => {
	test('is its start, at its start, and its end, at its end', () => {
		expect(toTell(sales, T - 1)).toBeNull();
		expect(toTell(sales, T)).toEqual({ started: on(T) });
		expect(toTell(running, T + DAY - 1)).toBeNull();
		expect(toTell(running, T + DAY)).toEqual({ ended: on(T + DAY) });
		expect(toTell({ ...running, endTold: true }, T + 9 * DAY)).toBeNull();
	});
	test('is told late after an outage, but no start of one that is over', () => {
		expect(toTell(sales, T + HOUR)).toEqual({ started: on(T) });
		expect(toTell(sales, T + 2 * DAY)).toEqual({ ended: on(T + DAY) });
	});
	test('is not told of a time before somebody wrote it', () => {
		expect(toTell({ ...sales, datedAt: on(T + HOUR) }, T + HOUR)).toEqual({ started: on(T + HOUR) });
	});
	test('is nothing when it was called off before it began', () => {
		expect(toTell({ ...sales, archivedAt: on(T - HOUR) }, T + HOUR)).toBeNull();
	});
	test('each once, start before end, however often and late one looks', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: -DAY, max: 3 * DAY }), { maxLength: 12 }), (looks) => {
				let operation = sales;
				const told: string[] = [];
				for (const at of looks.sort((a, b) => a - b)) {
					const found = toTell(operation, T + at);
					if (!found) continue;
					told.push(...Object.keys(found));
					operation = { ...operation, ...('started' in found ? { startTold: true } : { endTold: true }) };
				}
				expect(['', 'started', 'ended', 'started,ended']).toContain(told.join());
				expect(told.includes('ended')).toBe(looks.some((at) => at >= DAY));
			}),
		);
	});
});

describe('the dates of an operation', () => {
	const move = (known: OperationDates | null, startsAt: number, endsAt: number, at: number) =>
		datesProblem(known, { startsAt: on(startsAt), endsAt: on(endsAt) }, at);
	test('may move before it starts, into the time to come', () => {
		expect(move(sales, T + DAY, T + 2 * DAY, T - HOUR)).toBeNull();
		expect(move(sales, T - 2 * DAY, T - DAY, T - HOUR)).toBe('past');
		expect(move(null, T - 2 * DAY, T - DAY, T)).toBe('past');
	});
	test('once it runs only its end may move, and ends it when that is over', () => {
		expect(move(running, T, T + 2 * DAY, T + HOUR)).toBeNull();
		expect(move(running, T, T + 1, T + HOUR)).toBeNull();
		expect(move(running, T + 1, T + DAY, T + HOUR)).toBe('started');
	});
	test('stay when it is over, whatever else is written', () => {
		const over = { ...running, endTold: true };
		expect(move(over, T, T + 9 * DAY, T + 2 * DAY)).toBe('over');
		expect(move(over, T, T + DAY, T + 2 * DAY)).toBeNull();
	});
});

describe('a rule on an operation', () => {
	const lyon: OperationFact = {
		...{ id: 'sales', startsAt: T, endsAt: T + DAY, calledOff: false },
		...{ stores: ['lyon'], products: ['lamp'], categories: ['toys'] },
	};
	const everywhere = { ...lyon, stores: [], products: [], categories: [] };
	const asks = (test: Partial<OperationTest>, operation: OperationFact, now = T, more = {}) =>
		judge(
			{ type: 'operation', operationId: 'sales', running: true, ...test },
			facts({
				now,
				operations: [operation],
				categories: new Map([
					['bear', 'toys'],
					['desk', 'home'],
				]),
				...more,
			}),
		);
	const trigger = (product_id: string | null, store_id: string | null) => ({
		trigger: event('X', { product_id, store_id }),
	});
	const product = { from: 'trigger' as const, path: 'product_id' };
	const store = { choose: 'event' as const, from: 'trigger' as const, path: 'store_id' };

	test('holds from its start to its end', () => {
		expect([T - 1, T, T + DAY - 1, T + DAY].map((now) => asks({}, everywhere, now))).toEqual([
			false,
			true,
			true,
			false,
		]);
		expect(asks({ running: false }, everywhere, T - 1)).toBe(true);
		expect(asks({}, { ...everywhere, calledOff: true })).toBe(false);
	});
	test('holds at her store, or at the store of the event, when it is held there', () => {
		expect(asks({ at: { choose: 'home' } }, lyon)).toBe(true);
		expect(asks({ at: { choose: 'home' } }, lyon, T, { customer: { ...ZOE, homeStoreId: 'paris' } })).toBe(false);
		expect(asks({ at: store }, lyon, T, trigger(null, 'paris'))).toBe(false);
		expect(asks({ at: { choose: 'given', storeId: 'lyon' } }, lyon)).toBe(true);
	});
	test('is unknown where nobody can name the store, unless it is held everywhere, or does not run', () => {
		const nowhere = { customer: { ...ZOE, homeStoreId: null } };
		expect(asks({ at: { choose: 'home' } }, lyon, T, nowhere)).toBe('unknown');
		expect(asks({ at: { choose: 'home' }, running: false }, lyon, T, nowhere)).toBe('unknown');
		expect(asks({ at: { choose: 'home' } }, everywhere, T, nowhere)).toBe(true);
		expect(asks({ at: { choose: 'home' } }, lyon, T - 1, nowhere)).toBe(false);
	});
	test('holds for a product that is named, or of a category that is', () => {
		expect(['lamp', 'bear', 'desk', 'new'].map((id) => asks({ product }, lyon, T, trigger(id, null)))).toEqual([
			...[true, true, false, 'unknown'],
		]);
		expect(asks({ product }, lyon, T, trigger(null, null))).toBe('unknown');
	});
	test('is unknown of an operation that is not in the calendar', () => {
		expect(asks({ operationId: 'none' }, lyon)).toBe('unknown');
	});
});

test('a rule on an operation reads as a sentence, with its name where it is known', () => {
	const asked: OperationTest = { type: 'operation', operationId: 'sales', running: true, at: { choose: 'home' } };
	expect(sayRule(asked, 'en', { operations: { sales: 'Winter sales' } })).toBe('Winter sales is running – home store');
	expect(sayRule({ ...asked, running: false, product: { id: 'lamp' } }, 'fr')).toBe(
		'opération sales pas en cours – magasin habituel, pour lamp',
	);
});

test('a form writes dates in the retailer’s time, and leaves those that nobody touched as they were', () => {
	const draft = operationDraft.parse({
		...{ name: 'Sales', starts_at: '2026-11-24T09:00:30.500Z', ends_at: '2026-11-27T23:00:00Z' },
	});
	const fields = fieldsOf(draft, PARIS);
	expect(fields).toMatchObject({ starts_at: '2026-11-24T10:00', ends_at: '2026-11-28T00:00' });
	expect(readOperationFields(fields, PARIS, draft)).toEqual({ draft });
	expect(readOperationFields({ ...fields, ends_at: '2026-11-29T00:00' }, PARIS, draft)).toMatchObject({
		draft: { starts_at: draft.starts_at, ends_at: '2026-11-28T23:00:00.000Z' },
	});
	const wrong = readOperationFields({ ...NEW_OPERATION, name: 'x', starts_at: '2026-11-24T10:00' }, PARIS);
	expect('problems' in wrong && [...wrong.problems.keys()]).toEqual(['ends_at']);
});
