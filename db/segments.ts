import { and, eq, isNull, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { type Rule, rule } from '@/lib/condition';
import { DEFAULT_SEGMENTS } from '@/lib/default-segments';
import { ConflictError, UserError } from '@/lib/errors';
import { DEFAULT_STAGES, type RuledStage } from '@/lib/lifecycle';
import { historyNeeds } from '@/lib/rule-needs';
import { inOrder, type SegmentProblem, segmentProblem } from '@/lib/segment-rule';
import { LOCALES, type Locale, type Text } from '@/lib/text';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { dueAgain } from './due';
import { notifyQueue } from './queue';
import { segmentMembers, segments } from './schema';

/** What reviews hold a customer against. */
export type ActiveRule = {
	rule: Rule;
	/** Everybody is still being looked at for the first time since it was saved: nothing is told of meanwhile. */
	filling: boolean;
};
export type ActiveSegment = ActiveRule & { id: string; name: string };
export type Active = { segments: ActiveSegment[]; stages: Record<RuledStage, ActiveRule> };

/** All rules that are kept up to date. A stage that nobody edited has its default rule. */
export async function activeRules(tx: Tx): Promise<Active> {
	const rows = await tx.select().from(segments).where(isNull(segments.archivedAt)).orderBy(segments.id);
	const active: Active = { segments: [], stages: { ...UNEDITED } };
	for (const row of rows) {
		const one = { rule: parsed(row), filling: row.filledAt === null };
		if (row.stage) active.stages[row.stage] = one;
		else active.segments.push({ id: row.id, name: row.name, ...one });
	}
	return { ...active, segments: inOrder(active.segments) };
}

const unedited = (stage: RuledStage): ActiveRule => ({ rule: DEFAULT_STAGES[stage], filling: false });
const UNEDITED: Active['stages'] = {
	prospect: unedited('prospect'),
	customer: unedited('customer'),
	loyal: unedited('loyal'),
	ambassador: unedited('ambassador'),
	dormant: unedited('dormant'),
};

const cache = new Map<string, { revision: number; rule: Rule }>();

/** They are read with every review and seldom change: parsed again only then. */
function parsed(row: typeof segments.$inferSelect): Rule {
	const known = cache.get(row.id);
	if (known?.revision === row.revision) return known.rule;
	const read = rule.parse(row.rule);
	cache.set(row.id, { revision: row.revision, rule: read });
	return read;
}

const PROBLEMS: Record<SegmentProblem, Text> = {
	empty: {
		en: 'say who is in the segment: add a rule',
		fr: 'dites qui fait partie du segment\u00a0: ajoutez une règle',
	},
	'empty-group': {
		en: 'a group is empty: add a rule to it, or remove it',
		fr: 'un groupe est vide\u00a0: ajoutez-y une règle ou supprimez-le',
	},
	world: {
		en: 'a segment cannot look at stock, stores or prices: they change without anything happening to the customer',
		fr: 'un segment ne peut regarder ni stock, ni magasins, ni prix\u00a0: ils changent sans que rien n’arrive au client',
	},
	'no-event': {
		en: 'a segment has no event at hand: look at the customer or at her history',
		fr: 'un segment n’a pas d’événement en cours\u00a0: regardez le client ou ce qu’il a fait',
	},
	segments: {
		en: 'a stage of the lifecycle cannot look at segments or stages',
		fr: 'une étape du cycle de vie ne peut regarder ni segments ni étapes',
	},
	circle: {
		en: 'this segment would look at itself by way of another one',
		fr: 'ce segment se regarderait lui-même à travers un autre',
	},
};

/** Until the end of the transaction: two segments that look at each other must not be saved side by side. */
export async function lockSegments(tx: Tx): Promise<void> {
	await tx.execute(sql`select pg_advisory_xact_lock(hashtext('segments'))`);
}

export type SegmentDraft = { name: string; description: string; rule: Rule; stage?: RuledStage };

/**
 * Saves a segment, or the rule of a stage, and has everybody looked at: quietly, for a rule that a marketer edits is not
 * something that happened to ten thousand customers. `revision` 0 makes a new one. Answers its id and new revision.
 *
 * @throws ConflictError when `revision` is not the latest; UserError when the rule cannot be a segment's.
 */
export async function saveSegment(
	db: Db,
	{ id = uuid(), revision, ...draft }: SegmentDraft & { id?: string | undefined; revision: number },
	actor: string,
): Promise<{ id: string; revision: number }> {
	return db.transaction(async (tx) => {
		const now = Date.now();
		const { rule } = draft;
		await lockSegments(tx);
		const problem = segmentProblem(draft.stage ? null : id, rule, (await activeRules(tx)).segments);
		if (problem) throw new UserError(PROBLEMS[problem], 'rule');
		const saving = { hears: historyNeeds(rule), revision: revision + 1, savedAt: new Date(now), filledAt: null };
		const saved =
			revision === 0
				? await tx
						.insert(segments)
						.values({ id, ...draft, ...saving })
						.onConflictDoNothing()
						.returning({ id: segments.id })
				: await tx
						.update(segments)
						.set({ ...draft, ...saving })
						.where(and(eq(segments.id, id), eq(segments.revision, revision), isNull(segments.archivedAt)))
						.returning({ id: segments.id });
		if (saved.length === 0)
			throw new ConflictError({
				en: 'Somebody else saved this segment meanwhile.',
				fr: 'Quelqu’un d’autre a enregistré ce segment entre-temps.',
			});
		await audit(tx, actor, revision === 0 ? 'segment.create' : 'segment.update', id, { name: draft.name });
		// Everybody is looked at, and `finishFills` sees when everybody was.
		await dueAgain(tx, sql`select id from customers where merged_into is null and erased_at is null`, now, true);
		await notifyQueue(tx);
		return { id, revision: revision + 1 };
	});
}

/** Nobody is in it any more, and nobody is told. Journeys that ask for it find nobody inside. */
export async function archiveSegment(db: Db, id: string, actor: string): Promise<void> {
	await db.transaction(async (tx) => {
		await tx.update(segments).set({ archivedAt: sql`now()` }).where(eq(segments.id, id));
		await tx.delete(segmentMembers).where(eq(segmentMembers.segmentId, id));
		await audit(tx, actor, 'segment.archive', id, {});
	});
}

/** The retailer speaks another language now: names and descriptions that nobody changed follow. */
export async function renameDefaultSegments(tx: Tx, locale: Locale): Promise<void> {
	for (const [preset, words] of Object.entries(DEFAULT_SEGMENTS))
		for (const field of ['name', 'description'] as const)
			for (const before of LOCALES.filter((one) => one !== locale))
				await tx
					.update(segments)
					.set({ [field]: words[field][locale] })
					.where(and(eq(segments.preset, preset), eq(segments[field], words[field][before])));
}

/** Whether any segment is still being filled. */
export const fillsOpen = sql<boolean>`exists (select 1 from segments where filled_at is null)`;

/** A segment is filled once nobody is left of those who were due when it was saved. Returns how many now are. */
export async function finishFills(db: Db): Promise<number> {
	const { rowCount } = await db.execute(sql`
		update segments s set filled_at = now() where filled_at is null
			and not exists (select 1 from reviews r where r.due_at <= s.saved_at)`);
	return rowCount ?? 0;
}

const UNMEASURED = sql`s.archived_at is null and s.filled_at is not null and not exists (
	select 1 from segment_sizes z where z.segment_id = s.id and z.at = date_trunc('hour', now()))`;

/** Whether a segment's size was not noted this hour yet. */
export const sizesDue = sql<boolean>`exists (select 1 from segments s where ${UNMEASURED})`;

/** Notes every segment's size once an hour: its chart. */
export async function recordSizes(db: Db): Promise<void> {
	await db.execute(sql`
		insert into segment_sizes (segment_id, at, size)
		select s.id, date_trunc('hour', now()), case when s.stage is null
			then (select count(*) from segment_members m where m.segment_id = s.id)
			else (select count(*) from customers c where c.lifecycle = s.stage and c.merged_into is null) end
		from segments s where ${UNMEASURED}
		on conflict do nothing`);
}
