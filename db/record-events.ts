import { eq, sql } from 'drizzle-orm';
import type { JsonObject } from '@/lib/event';
import type { Tx } from './client';
import { ensurePartitions } from './partitions';
import { notifyQueue } from './queue';
import { customers, eventIds, eventQueue, events } from './schema';
import { noteArrivals, rowsOf } from './trend-arrivals';

/** An event that happened inside Parcours: a voucher was redeemed, a customer unsubscribed. */
export type RecordedEvent = {
	/** Unique for ever: a repeat records nothing. */
	messageId: string;
	name: string;
	/** Null: it is about nobody in particular, and reaches customers by the audiences of journeys. */
	customerId: string | null;
	properties: JsonObject;
	/** When it happened, UTC; it is known from then on, unless it was told later. */
	at: Date;
	/** When it was told, where that was later. */
	toldAt?: Date | undefined;
	source: string;
	/** It made one customer of two: open waits look back over what both did. */
	joins?: boolean;
};

/** Records events together with the change they tell about, in its transaction; journeys hear them after the commit. */
export async function recordEvents(tx: Tx, recorded: RecordedEvent[]): Promise<void> {
	await ensurePartitions(recorded.map(({ at }) => at));
	const written: { seq: number; at: Date; name: string }[] = [];
	for (const { messageId, name, customerId, properties, at, toldAt = at, source, joins = false } of recorded) {
		const [id] = await tx
			.insert(eventIds)
			.values({ messageId, seq: sql`nextval('event_seq')` })
			.onConflictDoNothing()
			.returning();
		if (!id) continue;
		const { seq } = id;
		await tx.insert(events).values({
			seq,
			effectiveAt: at,
			receivedAt: toldAt,
			knownAt: toldAt,
			messageId,
			type: 'track',
			name,
			properties,
			customerId,
			source,
		});
		written.push({ seq, at, name });
		const master = customerId === null ? null : await masterOf(tx, customerId);
		await tx.insert(eventQueue).values({ seq, effectiveAt: at, customerId: master, joins });
	}
	if (written.length > 0) await tx.execute(noteArrivals(rowsOf(written)));
	await notifyQueue(tx);
}

async function masterOf(tx: Tx, customerId: string): Promise<string> {
	const [customer] = await tx
		.select({ master: sql<string>`coalesce(${customers.mergedInto}, ${customers.id})` })
		.from(customers)
		.where(eq(customers.id, customerId));
	return customer?.master ?? customerId;
}
