import { sql } from 'drizzle-orm';
import { type OperationUse, usesOf } from '@/lib/operation-uses';
import type { Tx } from './client';
import { publishedJourneys } from './journeys';
import type { Operation } from './operations';
import type { JourneyStatus } from './schema';

export type UsingJourney = {
	id: string;
	name: string;
	status: JourneyStatus;
	uses: OperationUse[];
	/** Customers who entered because of it: while it runs, or at its start. Null where it lets nobody in. */
	entered: number | null;
};

/** The published journeys that use an operation, by name. */
export async function journeysUsing(tx: Tx, operation: Operation): Promise<UsingJourney[]> {
	const published = await publishedJourneys(tx, ['live', 'paused', 'stopped']);
	const using = published.flatMap(({ graph, ...journey }) => {
		const uses = usesOf(graph, operation.id);
		return uses.length > 0 ? [{ ...journey, uses }] : [];
	});
	const entered = await enteredDuring(
		tx,
		operation,
		using.map(({ id }) => id),
	);
	return using.map((journey) => ({
		...journey,
		entered: journey.uses.some((use) => use === 'during' || use === 'starts') ? (entered.get(journey.id) ?? 0) : null,
	}));
}

async function enteredDuring(tx: Tx, { id, startsAt, endsAt }: Operation, ids: string[]): Promise<Map<string, number>> {
	if (ids.length === 0) return new Map();
	// An operation's start lets in also those who are told of it late; another one's does not count.
	const { rows } = await tx.execute<{ id: string; n: number }>(sql`
		select journey_id as id, count(*)::int as n from enrollments
		where journey_id = any(${sql.param(ids)}::uuid[])
			and entered_at >= ${startsAt.toISOString()}::timestamptz and entered_at < ${endsAt.toISOString()}::timestamptz
			and (trigger ->> 'name' <> 'Operation Started' or trigger -> 'properties' ->> 'operation_id' = ${id})
		group by journey_id`);
	return new Map(rows.map(({ id: journeyId, n }) => [journeyId, n]));
}
