import { desc, eq, isNull, sql } from 'drizzle-orm';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { redemptionConflicts, users } from './schema';

export type ConflictRow = typeof redemptionConflicts.$inferSelect & { decidedByName: string | null };

const SHOWN = 200;

/** Late reports of tills that contradict what is known, undecided ones first; of one offer, or of all. */
export async function listConflicts(tx: Tx, offerId?: string): Promise<ConflictRow[]> {
	const rows = await tx
		.select({ conflict: redemptionConflicts, decidedByName: users.name })
		.from(redemptionConflicts)
		.leftJoin(users, eq(users.id, redemptionConflicts.decidedBy))
		.where(offerId === undefined ? undefined : eq(redemptionConflicts.offerId, offerId))
		.orderBy(sql`${isNull(redemptionConflicts.decision)} desc`, desc(redemptionConflicts.reportedAt))
		.limit(SHOWN);
	return rows.map(({ conflict, decidedByName }) => ({ ...conflict, decidedByName }));
}

/**
 * A person's word on a conflict: the retailer bears it, or the store is charged with it. Once; the voucher's own
 * redemption stays as it is.
 *
 * @throws NotFoundError, ConflictError when it was decided already
 */
export async function decideConflict(
	db: Db,
	{ id, decision, note }: { id: string; decision: 'goodwill' | 'charge-back'; note: string },
	userId: string,
): Promise<void> {
	await db.transaction(async (tx) => {
		const [found] = await tx.select().from(redemptionConflicts).where(eq(redemptionConflicts.id, id)).for('update');
		if (!found) throw new NotFoundError({ en: 'there is no such conflict', fr: 'ce conflit n’existe pas' });
		if (found.decision !== null)
			throw new ConflictError({ en: 'it was decided already', fr: 'la décision est déjà prise' });
		await tx
			.update(redemptionConflicts)
			.set({ decision, note, decidedBy: userId, decidedAt: sql`now()` })
			.where(eq(redemptionConflicts.id, id));
		await audit(tx, userId, 'redemption-conflict.decide', found.code, { conflict: id, decision });
	});
}
