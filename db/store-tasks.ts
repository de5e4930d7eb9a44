import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { NotFoundError } from '@/lib/errors';
import type { EventFact } from '@/lib/event';
import { ownId } from '@/lib/segment';
import type { StoreChoice } from '@/nodes/define';
import { anyOf } from './any-of';
import type { Db, Tx } from './client';
import { customerName } from './customer-views';
import type { Profile } from './profiles';
import { recordEvents } from './record-events';
import { customers, storeTasks, vouchers } from './schema';
import { storeFor } from './stores';
import { idsOfTrigger } from './trigger-ids';

/** How long a task that was done is still shown, so that it can be taken back. */
const SHOWN_DONE_MS = 24 * 3_600_000;

/** Which store is asked: hers, the nearest, the trigger's, that of her latest voucher of this journey, or always the same. */
export type TaskStore = StoreChoice | { choose: 'event' } | { choose: 'voucher' };

export type NewTask = {
	/** The same one again finds the task. */
	key: string;
	enrollmentId: string;
	customer: Profile;
	trigger: EventFact;
	store: TaskStore;
	title: string;
	note: string;
	dueAt: Date;
};

/** Asks a store to do something for a customer, once by key. Null when no store can be told. */
export async function createTask(db: Db, task: NewTask): Promise<{ id: string; storeId: string } | null> {
	const storeId = await storeOf(db, task);
	if (storeId === null) return null;
	const { key, enrollmentId, title, note, dueAt } = task;
	await db
		.insert(storeTasks)
		.values({ id: uuid(), key, storeId, customerId: task.customer.facts.id, enrollmentId, title, note, dueAt })
		.onConflictDoNothing({ target: storeTasks.key });
	const [row] = await db
		.select({ id: storeTasks.id, storeId: storeTasks.storeId })
		.from(storeTasks)
		.where(eq(storeTasks.key, key));
	return row ?? null;
}

async function storeOf(tx: Tx, { store, trigger, enrollmentId, customer }: NewTask): Promise<string | null> {
	switch (store.choose) {
		case 'event': {
			const named = trigger.properties.store_id;
			if (typeof named !== 'string' && typeof named !== 'number') return null;
			return (await storeFor(tx, { choose: 'given', storeId: String(named) }, customer))?.id ?? null;
		}
		case 'voucher': {
			const [voucher] = await tx
				.select({ storeId: vouchers.storeId })
				.from(vouchers)
				.where(eq(vouchers.enrollmentId, enrollmentId))
				.orderBy(desc(vouchers.issuedAt))
				.limit(1);
			return voucher?.storeId ?? null;
		}
		case 'home':
		case 'nearest':
		case 'given':
			return (await storeFor(tx, store, customer))?.id ?? null;
	}
}

/** A store's tasks: what is to be done, the most urgent first, then what was done today. */
export async function listTasks(tx: Tx, storeId: string, now = Date.now()) {
	const shown = {
		id: storeTasks.id,
		title: storeTasks.title,
		note: storeTasks.note,
		dueAt: storeTasks.dueAt,
		doneAt: storeTasks.doneAt,
		customerId: sql<string>`coalesce(${customers.mergedInto}, ${customers.id})`,
		customer: customerName,
	};
	const tasks = (where: ReturnType<typeof and>) =>
		tx
			.select(shown)
			.from(storeTasks)
			.innerJoin(customers, eq(customers.id, storeTasks.customerId))
			.where(and(eq(storeTasks.storeId, storeId), where));
	const [open, done] = await Promise.all([
		tasks(isNull(storeTasks.doneAt)).orderBy(asc(storeTasks.dueAt)).limit(100),
		tasks(and(isNotNull(storeTasks.doneAt), sql`${storeTasks.doneAt} > ${new Date(now - SHOWN_DONE_MS).toISOString()}`))
			.orderBy(desc(storeTasks.doneAt))
			.limit(20),
	]);
	return { open, done };
}

/** What is open for a customer in a store. */
export async function openTasksFor(tx: Tx, storeId: string, customerIds: string[]) {
	return tx
		.select({ id: storeTasks.id, title: storeTasks.title })
		.from(storeTasks)
		.where(and(eq(storeTasks.storeId, storeId), anyOf(storeTasks.customerId, customerIds), isNull(storeTasks.doneAt)))
		.orderBy(asc(storeTasks.dueAt));
}

/**
 * Says that a task was done, or was not after all, and tells journeys (`Store Task Completed`, `Store Task Reopened`). A
 * repeat changes nothing.
 * @throws NotFoundError
 */
export async function settleTask(
	db: Db,
	task: { id: string; storeId: string; done: boolean },
	actor: string,
	now = new Date(),
): Promise<void> {
	await db.transaction(async (tx) => {
		const [row] = await tx
			.select()
			.from(storeTasks)
			.where(and(eq(storeTasks.id, task.id), eq(storeTasks.storeId, task.storeId)))
			.for('update');
		if (!row) throw new NotFoundError({ en: 'this task is not there any more', fr: 'cette tâche n’existe plus' });
		if ((row.doneAt !== null) === task.done) return;
		const completions = row.completions + (task.done ? 1 : 0);
		await tx
			.update(storeTasks)
			.set({ doneAt: task.done ? now : null, doneBy: task.done ? actor : null, completions })
			.where(eq(storeTasks.id, row.id));
		const { ids, journeyId } = await idsOfTrigger(tx, row.enrollmentId);
		const name = task.done ? 'Store Task Completed' : 'Store Task Reopened';
		await recordEvents(tx, [
			{
				messageId: ownId(name, row.id, completions),
				name,
				customerId: row.customerId,
				at: now,
				source: 'parcours',
				properties: {
					...ids,
					journey_id: journeyId,
					task_id: row.id,
					store_id: row.storeId,
					title: row.title,
				},
			},
		]);
	});
}
