import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { STORES } from '@/demo/retailer';
import type { JsonObject } from '@/lib/event';
import { dispatchAll, enter } from '@/workflows/testing/by-hand';
import { fixtures } from '@/workflows/testing/fixtures';
import { edges, node, when } from '@/workflows/testing/graphs';
import { db } from './client';
import { events, stores, storeTasks } from './schema';
import { listTasks, settleTask } from './store-tasks';

const h = fixtures();
const [first, second] = STORES.map(({ id }) => id);
beforeAll(async () => {
	await db()
		.insert(stores)
		.values([...STORES]);
});
beforeEach(async () => {
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
});

const drawn = (store: JsonObject) => ({
	nodes: [
		when('Order Not Received'),
		node('task', 'store-task', { title: 'Call about {{ event.order_id }}', store, within: 'P1D' }),
		node('w', 'wait-for-event', {
			events: [
				{
					port: 'done',
					event: 'Store Task Completed',
					correlation: { property: 'order_id', equalsTrigger: 'order_id' },
				},
			],
			timeout: { kind: 'duration', duration: 'P2D' },
		}),
		node('yes', 'exit', { outcome: 'called' }),
		node('no', 'exit', { outcome: 'failed' }),
	],
	edges: edges('t>task', 'task.asked>w', 'task.failed>no', 'w.done>yes'),
});

test('a store is asked where the event happened; what a colleague has done, the journey waits for', async () => {
	await h.publish(drawn({ choose: 'event' }));
	const zoe = await h.customer({ traits: { first_name: 'Zoé' } });
	const hand = await enter(h, zoe, 'Order Not Received', { order_id: 'o-1', store_id: second ?? '' });
	const { open } = await listTasks(db(), second ?? '');
	expect(open).toMatchObject([{ title: 'Call about o-1', customer: 'Zoé', customerId: zoe, doneAt: null }]);
	expect((await listTasks(db(), first ?? '')).open).toEqual([]);

	const id = open[0]?.id ?? '';
	await Promise.all([1, 2].map(() => settleTask(db(), { id, storeId: second ?? '', done: true }, 'colleague')));
	const heard = await db().select().from(events).where(eq(events.name, 'Store Task Completed'));
	expect(heard).toMatchObject([{ customerId: zoe, properties: { task_id: id, store_id: second, order_id: 'o-1' } }]);
	await dispatchAll();
	expect(await hand.wake()).toBe('over');
	expect(await hand.row()).toMatchObject({ outcome: 'called' });
});

test('a task that was not done after all is open again, and can be done again', async () => {
	await h.publish(drawn({ choose: 'given', storeId: first ?? '' }));
	const zoe = await h.customer();
	await enter(h, zoe, 'Order Not Received', { order_id: 'o-2' });
	const [task] = (await listTasks(db(), first ?? '')).open;
	const settle = (done: boolean) => settleTask(db(), { id: task?.id ?? '', storeId: first ?? '', done }, 'colleague');
	await settle(true);
	expect(await listTasks(db(), first ?? '')).toMatchObject({ open: [], done: [{ title: 'Call about o-2' }] });
	await settle(false);
	await settle(true);
	const heard = await db().select().from(events).where(eq(events.customerId, zoe)).orderBy(events.seq);
	expect(heard.map(({ name }) => name).filter((name) => name.startsWith('Store Task'))).toEqual([
		...['Store Task Completed', 'Store Task Reopened', 'Store Task Completed'],
	]);
	const [row] = await db().select().from(storeTasks).where(eq(storeTasks.customerId, zoe));
	expect(row).toMatchObject({ doneBy: 'colleague', completions: 2 });
});

test('another store’s colleagues do not settle it', async () => {
	await h.publish(drawn({ choose: 'given', storeId: first ?? '' }));
	await enter(h, await h.customer(), 'Order Not Received', { order_id: 'o-3' });
	const task = (await listTasks(db(), first ?? '')).open.find(({ title }) => title === 'Call about o-3');
	await expect(
		settleTask(db(), { id: task?.id ?? '', storeId: second ?? '', done: true }, 'colleague'),
	).rejects.toThrow('not there');
});

test('when no store can be told the step fails with that reason', async () => {
	await h.publish(drawn({ choose: 'voucher' }));
	const hand = await enter(h, await h.customer(), 'Order Not Received', { order_id: 'o-4' });
	expect(await hand.row()).toMatchObject({ outcome: 'failed', error: 'no-store' });
});
