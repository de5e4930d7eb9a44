import { and, eq, isNull, sql } from 'drizzle-orm';
import { type Rule, rule } from '@/lib/condition';
import { DEFAULT_STAGES, RULED_STAGES, type RuledStage, STAGES, type Stage } from '@/lib/lifecycle';
import type { Tx } from './client';
import { customerName } from './customer-views';
import { journeysNaming } from './journey-links';
import { customers, segmentMembers, segmentSizes, segments } from './schema';

export type SegmentRow = { id: string; name: string; description: string; size: number; filled: boolean };

export async function listSegments(tx: Tx): Promise<SegmentRow[]> {
	const rows = await tx
		.select({
			id: segments.id,
			name: segments.name,
			description: segments.description,
			size: sql<number>`(select count(*)::int from ${segmentMembers} m where m.segment_id = ${segments.id})`,
			filled: sql<boolean>`${segments.filledAt} is not null`,
		})
		.from(segments)
		.where(and(isNull(segments.archivedAt), isNull(segments.stage)))
		.orderBy(segments.id);
	return rows.sort(byName);
}

/** As people look names up, whatever order the database’s letters are in: “À risque” is among the first. */
function byName(a: { name: string }, b: { name: string }): number {
	return a.name.localeCompare(b.name, 'fr');
}

/** How many customers are in each stage; who was not reviewed yet is a suspect. */
export async function stageSizes(tx: Tx): Promise<Record<Stage, number>> {
	const { rows } = await tx.execute<{ stage: Stage; n: number }>(sql`
		select coalesce(lifecycle, ${STAGES[0]}) as stage, count(*)::int as n from customers where merged_into is null group by 1`);
	const sizes = new Map(rows.map(({ stage, n }) => [stage, n]));
	const size = (stage: Stage) => sizes.get(stage) ?? 0;
	return {
		suspect: size('suspect'),
		prospect: size('prospect'),
		customer: size('customer'),
		loyal: size('loyal'),
		ambassador: size('ambassador'),
		dormant: size('dormant'),
	};
}

export type SegmentDetail = {
	id: string;
	name: string;
	description: string;
	rule: Rule;
	revision: number;
	size: number;
	/** While everybody is looked at for the first time since it was saved: the part that is done, 0 to 1. */
	filling: number | null;
	/** Its size, an hour a point, oldest first; of the last ninety days. */
	sizes: { at: Date; size: number }[];
	/** Journeys, not archived, whose draft or current version asks for it. */
	usedBy: { id: string; name: string }[];
};

export async function loadSegment(tx: Tx, id: string): Promise<SegmentDetail | null> {
	const [row] = await tx
		.select()
		.from(segments)
		.where(and(eq(segments.id, id), isNull(segments.archivedAt), isNull(segments.stage)));
	if (!row) return null;
	const [count, sizes, usedBy] = await Promise.all([
		tx.$count(segmentMembers, eq(segmentMembers.segmentId, id)),
		tx
			.select({ at: segmentSizes.at, size: segmentSizes.size })
			.from(segmentSizes)
			.where(and(eq(segmentSizes.segmentId, id), sql`${segmentSizes.at} > now() - interval '90 days'`))
			.orderBy(segmentSizes.at),
		journeysNaming(tx, id),
	]);
	return {
		...{ id, name: row.name, description: row.description, revision: row.revision, size: count, sizes },
		rule: rule.parse(row.rule),
		filling: row.filledAt ? null : await filledPart(tx, row.savedAt),
		usedBy,
	};
}

async function filledPart(tx: Tx, savedAt: Date): Promise<number> {
	const { rows } = await tx.execute<{ left: number; all: number }>(sql`
		select (select count(*)::int from reviews where due_at <= ${savedAt}) as left,
			(select count(*)::int from customers where merged_into is null) as all`);
	const [counted] = rows;
	return counted && counted.all > 0 ? 1 - Math.min(1, counted.left / counted.all) : 1;
}

/** Who came in last. */
export async function latestMembers(tx: Tx, segmentId: string, limit = 20) {
	return (
		tx
			.select({ id: customers.id, name: customerName, enteredAt: segmentMembers.enteredAt })
			.from(segmentMembers)
			.innerJoin(customers, eq(customers.id, segmentMembers.customerId))
			.where(eq(segmentMembers.segmentId, segmentId))
			// As its index has it.
			.orderBy(sql`${segmentMembers.enteredAt} desc nulls last`, customers.id)
			.limit(limit)
	);
}

export type StageRule = { stage: RuledStage; id: string | null; rule: Rule; revision: number };

/** The rules of the lifecycle as they hold; a stage that nobody edited has revision 0. */
export async function stageRules(tx: Tx): Promise<StageRule[]> {
	const rows = await tx.select().from(segments).where(sql`${segments.stage} is not null`);
	return RULED_STAGES.map((stage) => {
		const row = rows.find((one) => one.stage === stage);
		const kept = row ? rule.parse(row.rule) : DEFAULT_STAGES[stage];
		return { stage, id: row?.id ?? null, rule: kept, revision: row?.revision ?? 0 };
	});
}

/** What rules may ask for, by name. */
export async function segmentNames(tx: Tx): Promise<{ id: string; name: string }[]> {
	const rows = await tx
		.select({ id: segments.id, name: segments.name })
		.from(segments)
		.where(and(isNull(segments.archivedAt), isNull(segments.stage)));
	return rows.sort(byName);
}
