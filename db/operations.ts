import { and, asc, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { OperationFact } from '@/lib/condition';
import { ConflictError, NotFoundError, UserError } from '@/lib/errors';
import { missing } from '@/lib/missing';
import { type DatesProblem, datesProblem, type OperationDraft, toTell } from '@/lib/operation';
import { ownId } from '@/lib/segment';
import type { Text } from '@/lib/text';
import { anyOf } from './any-of';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { type RecordedEvent, recordEvents } from './record-events';
import { offers, operations } from './schema';

export type Operation = typeof operations.$inferSelect;

/** All operations that are not archived, by their start. */
export async function listOperations(tx: Tx): Promise<Operation[]> {
	return tx
		.select()
		.from(operations)
		.where(isNull(operations.archivedAt))
		.orderBy(asc(operations.startsAt), asc(operations.id));
}

/** For pickers; the latest first. */
export async function operationNames(tx: Tx): Promise<{ id: string; name: string }[]> {
	return (await listOperations(tx)).map(({ id, name }) => ({ id, name })).reverse();
}

/** @throws NotFoundError */
export async function loadOperation(tx: Tx, id: string): Promise<Operation> {
	const [row] = await tx.select().from(operations).where(eq(operations.id, id));
	if (!row) throw new NotFoundError(missing.operation(id), 'id');
	return row;
}

/** Operations as rules see them. */
export async function operationFacts(tx: Tx, ids: string[]): Promise<OperationFact[]> {
	const rows = await tx.select().from(operations).where(anyOf(operations.id, ids));
	return rows.map(({ id, startsAt, endsAt, archivedAt, startTold, stores, products, categories }) => ({
		...{ id, stores, products, categories },
		...{ startsAt: startsAt.getTime(), endsAt: endsAt.getTime(), calledOff: archivedAt !== null && !startTold },
	}));
}

type Saving = OperationDraft & {
	id: string;
	/** The one the writer has seen, 0 for a new operation; left out: whatever is there is replaced. */
	revision?: number | undefined;
};

const REFUSED: Record<DatesProblem, { field: string; message: Text }> = {
	started: {
		field: 'starts_at',
		message: {
			en: 'it has started: only its end can still be moved',
			fr: 'elle a commencé\u00a0: seule sa fin peut encore être déplacée',
		},
	},
	over: {
		field: 'ends_at',
		message: {
			en: 'it is over: make another operation for other dates',
			fr: 'elle est terminée\u00a0: créez une autre opération pour d’autres dates',
		},
	},
	past: {
		field: 'ends_at',
		message: {
			en: 'that is over already: choose an end to come',
			fr: 'cette date est déjà passée\u00a0: choisissez une fin à venir',
		},
	},
};

/**
 * Makes an operation or changes it. Before it starts its dates may move, once it runs its end.
 *
 * @throws ConflictError when `revision` is not the latest, or it is too late for these dates; UserError for an offer that is not there
 */
export async function saveOperation(db: Db, { id, revision, ...draft }: Saving, actor: string): Promise<Operation> {
	return db.transaction(async (tx) => {
		const [known] = await tx.select().from(operations).where(eq(operations.id, id)).for('update');
		if (known && revision === 0)
			throw new ConflictError(
				{ en: `there is an operation “${id}” already`, fr: `une opération «\u00a0${id}\u00a0» existe déjà` },
				'id',
			);
		if (revision !== undefined && revision !== (known?.revision ?? 0))
			throw new ConflictError({
				en: 'somebody else saved this operation meanwhile: reload the page',
				fr: 'quelqu’un d’autre a enregistré cette opération entre-temps\u00a0: rechargez la page',
			});
		const now = new Date();
		const row = columnsOf(draft);
		const problem = datesProblem(known ?? null, row, now.getTime());
		if (problem) throw new ConflictError(REFUSED[problem].message, REFUSED[problem].field);
		await checkOffers(tx, draft.offers, known?.offers ?? []);
		const moved =
			known?.startsAt.getTime() !== row.startsAt.getTime() || known.endsAt.getTime() !== row.endsAt.getTime();
		const dated = moved ? { datedAt: now } : {};
		const [saved] = await tx
			.insert(operations)
			.values({ id, ...row, datedAt: now })
			.onConflictDoUpdate({
				target: operations.id,
				set: { ...row, ...dated, revision: sql`${operations.revision} + 1`, archivedAt: null },
			})
			.returning();
		if (!saved) throw new Error('an operation that was just saved is gone');
		await audit(tx, actor, known ? 'operation.update' : 'operation.create', id, {
			...{ name: draft.name, starts_at: draft.starts_at, ends_at: draft.ends_at },
		});
		return saved;
	});
}

/** An offer that was given up since may stay where it was. */
async function checkOffers(tx: Tx, wanted: string[], before: string[]): Promise<void> {
	const added = wanted.filter((id) => !before.includes(id));
	const there = await tx.select({ id: offers.id }).from(offers).where(anyOf(offers.id, added));
	const unknown = added.find((id) => !there.some((offer) => offer.id === id));
	if (unknown) throw new UserError(missing.offer(unknown), 'offers');
}

function columnsOf({ starts_at, ends_at, ...same }: OperationDraft) {
	return { ...same, startsAt: new Date(starts_at), endsAt: new Date(ends_at) };
}

/** An operation as the API and the form write it; the inverse of saving. */
export function draftOf(operation: Operation): OperationDraft {
	const { name, description, stores, products, categories, offers: carried, startsAt, endsAt } = operation;
	return {
		...{ name, description, stores, products, categories, offers: carried },
		...{ starts_at: startsAt.toISOString(), ends_at: endsAt.toISOString() },
	};
}

/** It is called off, or ends now if it runs. @throws NotFoundError */
export async function archiveOperation(db: Db, id: string, actor: string): Promise<void> {
	await db.transaction(async (tx) => {
		const [known] = await tx.select().from(operations).where(eq(operations.id, id)).for('update');
		if (!known) throw new NotFoundError(missing.operation(id), 'id');
		const now = new Date();
		const running = known.startTold && !known.endTold && known.endsAt > now;
		await tx
			.update(operations)
			.set({ archivedAt: now, ...(running ? { endsAt: now, datedAt: now } : {}) })
			.where(eq(operations.id, id));
		await audit(tx, actor, 'operation.archive', id);
	});
}

/** Operations told of in one transaction. */
const BATCH = 20;

/**
 * Tells journeys what operations have started and ended, once each: the event is written with the word that it was.
 * Returns how many there were.
 */
export async function tellOperations(db: Db, now = new Date()): Promise<number> {
	return db.transaction(async (tx) => {
		const due = await tx
			.select()
			.from(operations)
			.where(
				and(
					eq(operations.endTold, false),
					or(isNull(operations.archivedAt), operations.startTold),
					or(lte(operations.endsAt, now), and(eq(operations.startTold, false), lte(operations.startsAt, now))),
				),
			)
			.orderBy(asc(operations.startsAt))
			.limit(BATCH)
			.for('update', { skipLocked: true });
		for (const operation of due) {
			const told = toTell(operation, now.getTime());
			if (!told) continue;
			const started = 'started' in told;
			await tx
				.update(operations)
				.set(started ? { startTold: true } : { endTold: true })
				.where(eq(operations.id, operation.id));
			await recordEvents(tx, [
				eventOf(operation, started ? 'Started' : 'Ended', started ? told.started : told.ended, now),
			]);
		}
		return due.length;
	});
}

function eventOf(operation: Operation, what: 'Started' | 'Ended', at: Date, toldAt: Date): RecordedEvent {
	const { id, name, startsAt, endsAt, stores, products, categories, offers: carried } = operation;
	const told = `Operation ${what}`;
	return {
		messageId: ownId(told, id),
		...{ name: told, customerId: null, at, toldAt, source: 'parcours' },
		properties: {
			...{ operation_id: id, name, starts_at: startsAt.toISOString(), ends_at: endsAt.toISOString() },
			...{ store_ids: stores, product_ids: products, categories, offer_ids: carried },
		},
	};
}
