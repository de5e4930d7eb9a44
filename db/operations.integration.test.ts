import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { offerDraft } from '@/lib/offer';
import { type OperationDraft, operationDraft } from '@/lib/operation';
import { db } from './client';
import { offerContradictions, operationContradictions } from './contradictions';
import { saveOffer } from './offers';
import { archiveOperation, loadOperation, saveOperation, tellOperations } from './operations';
import { eventQueue, events, offers, operations } from './schema';

const HOUR = 3_600_000;
const soon = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
const draft = (more: Partial<OperationDraft> = {}) =>
	operationDraft.parse({ name: 'Sales', starts_at: soon(1), ends_at: soon(48), ...more });
const save = (more: Partial<OperationDraft> = {}, revision?: number) =>
	saveOperation(db(), { id: 'sales', revision, ...draft(more) }, 'system');
const later = (hours: number) => new Date(Date.now() + hours * HOUR);
const told = async () =>
	(
		await db()
			.select({ name: events.name, at: events.effectiveAt, properties: events.properties })
			.from(events)
			.where(sql`${events.properties} ->> 'operation_id' = 'sales'`)
			.orderBy(events.seq)
	).map(({ name, at, properties }) => ({ name, at, id: properties.operation_id }));
const names = async () => (await told()).map(({ name }) => name);

beforeEach(async () => {
	for (const table of [operations, offers, events, eventQueue]) await db().delete(table);
	await db().execute(sql`delete from event_ids where message_id like 'parcours:operation-%'`);
});

describe('an operation', () => {
	test('is told at its start and at its end, once each, by however many workers at once', async () => {
		const { startsAt, endsAt } = await save({ stores: ['lyon'] });
		const look = (at: Date) => Promise.all([1, 2, 3].map(() => tellOperations(db(), at)));
		await look(later(0));
		expect(await told()).toEqual([]);
		await look(later(2));
		await look(later(3));
		expect(await told()).toEqual([{ name: 'Operation Started', at: startsAt, id: 'sales' }]);
		await look(later(49));
		await look(later(50));
		expect(await told()).toMatchObject([{ name: 'Operation Started' }, { name: 'Operation Ended', at: endsAt }]);
		// Nobody’s, to be carried to whom they reach.
		expect(await db().select({ of: eventQueue.customerId }).from(eventQueue)).toEqual([{ of: null }, { of: null }]);
		const [event] = await db().select().from(events).limit(1);
		expect(event?.properties).toMatchObject({ name: 'Sales', store_ids: ['lyon'], product_ids: [], offer_ids: [] });
	});
	test('that a dead worker left half told is told whole by the next one', async () => {
		await save();
		await db()
			.transaction(async (tx) => {
				await tellOperations(tx, later(2));
				throw new Error('killed');
			})
			.catch(() => null);
		expect(await told()).toEqual([]);
		await tellOperations(db(), later(3));
		expect(await names()).toEqual(['Operation Started']);
	});
	test('that was missed whole is only told to be over', async () => {
		await save();
		await tellOperations(db(), later(100));
		expect(await names()).toEqual(['Operation Ended']);
	});
	test('may be moved until it starts; then its end may', async () => {
		const first = await save({}, 0);
		await save({ starts_at: soon(5), ends_at: soon(10) }, first.revision);
		await tellOperations(db(), later(2));
		expect(await told()).toEqual([]);
		await tellOperations(db(), later(6));
		const { startsAt } = await loadOperation(db(), 'sales');
		await expect(save({ starts_at: soon(7), ends_at: soon(10) })).rejects.toMatchObject({ field: 'starts_at' });
		await save({ starts_at: startsAt.toISOString(), ends_at: soon(20) });
		await tellOperations(db(), later(11));
		expect(await names()).toEqual(['Operation Started']);
		await tellOperations(db(), later(21));
		expect(await names()).toEqual(['Operation Started', 'Operation Ended']);
		await expect(save({ starts_at: startsAt.toISOString(), ends_at: soon(90) })).rejects.toMatchObject({
			field: 'ends_at',
		});
	});
	test('that is archived ends now if it runs, and is never told of if it does not', async () => {
		await save({ starts_at: soon(-1), ends_at: soon(9) });
		await tellOperations(db());
		await archiveOperation(db(), 'sales', 'system');
		await tellOperations(db(), later(1));
		expect(await names()).toEqual(['Operation Started', 'Operation Ended']);
		await db().delete(operations);
		await saveOperation(db(), { id: 'easter', ...draft() }, 'system');
		await archiveOperation(db(), 'easter', 'system');
		await tellOperations(db(), later(100));
		expect(await db().select().from(events).where(eq(events.name, 'Operation Ended'))).toHaveLength(1);
	});
	test('is refused over another one’s work, in the past, and with an offer that is not there', async () => {
		await save({}, 0);
		await expect(save({}, 0)).rejects.toMatchObject({ field: 'id' });
		await save({}, 1);
		await expect(save({}, 1)).rejects.toThrow('meanwhile');
		await expect(save({ offers: ['none'] })).rejects.toMatchObject({ field: 'offers' });
		const past = draft({ starts_at: soon(-9), ends_at: soon(-2) });
		await expect(saveOperation(db(), { id: 'past', ...past }, 'system')).rejects.toMatchObject({ field: 'ends_at' });
	});
	test('whose offers contradict each other, or those of another one, says so', async () => {
		const offer = (id: string, value: number) =>
			saveOffer(
				db(),
				{ id, ...offerDraft.parse({ name: id, title: id, discount: { kind: 'percent', value } }) },
				'system',
			);
		await Promise.all([offer('ten', 10), offer('twenty', 20), offer('thirty', 30)]);
		await saveOperation(db(), { id: 'easter', ...draft({ offers: ['thirty'], stores: ['lyon'] }) }, 'system');
		const sales = await save({ offers: ['ten', 'twenty'] });
		expect(await operationContradictions(db(), sales)).toMatchObject([
			[{ mine: { offer: { id: 'ten' } }, other: { offer: { id: 'twenty' } }, stores: 'all' }],
			[{ mine: { offer: { id: 'ten' } }, other: { offer: { id: 'thirty' }, by: { id: 'easter' } }, stores: ['lyon'] }],
			[{ mine: { offer: { id: 'twenty' } }, other: { offer: { id: 'thirty' } }, products: 'all' }],
		]);
	});
	test('is told of on the page of an offer that contradicts what it carries, though nobody promises that one yet', async () => {
		const offer = (id: string, value: number) =>
			saveOffer(
				db(),
				{ id, ...offerDraft.parse({ name: id, title: id, discount: { kind: 'percent', value } }) },
				'system',
			);
		const [ten] = await Promise.all([offer('ten', 10), offer('twenty', 20), offer('thirty', 30)]);
		await save({ offers: ['twenty'] });
		expect(await offerContradictions(db(), ten)).toMatchObject([
			[{ mine: { by: null }, other: { offer: { id: 'twenty' }, by: { id: 'sales' } } }],
		]);
	});
});
