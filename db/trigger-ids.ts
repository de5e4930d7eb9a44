import { eq, sql } from 'drizzle-orm';
import type { JsonObject } from '@/lib/event';
import type { Tx } from './client';
import { enrollments } from './schema';

/**
 * The ids of an enrollment's trigger (`order_id`, `cart_id`, …) with its `journey_id`: they come along with what the
 * enrollment brought about, so that a journey can wait for “the voucher of this very basket”.
 */
export async function idsOfTrigger(
	tx: Tx,
	enrollmentId: string,
): Promise<{ ids: JsonObject; journeyId: string | null }> {
	const [from] = await tx
		.select({ journeyId: enrollments.journeyId, properties: sql<JsonObject>`${enrollments.trigger} -> 'properties'` })
		.from(enrollments)
		.where(eq(enrollments.id, enrollmentId));
	const ids = Object.entries(from?.properties ?? {}).filter(
		([name, value]) => name.endsWith('_id') && typeof value !== 'object',
	);
	return { ids: Object.fromEntries(ids), journeyId: from?.journeyId ?? null };
}
