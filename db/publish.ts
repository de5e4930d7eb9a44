import { eq, max, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { blocks, check, type Problem } from '@/lib/check';
import { compile, meaningOf } from '@/lib/compile';
import { ConflictError, UserError } from '@/lib/errors';
import type { Json } from '@/lib/event';
import type { Graph } from '@/lib/graph';
import { nodeType } from '@/nodes';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { type Draft, loadDraft, memberId, type SaveDraft, type StaleDraft, staleDraft } from './journeys';
import { notifyQueue } from './queue';
import { journeys, journeyVersions } from './schema';
import { serverProblems } from './server-problems';

export type Published =
	| { status: 'published'; versionId: string; number: number }
	/** Nothing was published: each problem names its node. */
	| { status: 'refused'; problems: Problem[] }
	| StaleDraft;

/**
 * Checks, compiles and versions a draft, all or nothing. Customers who are in an earlier version stay on it; the next
 * ones enter this one. `revision`: the one the publisher has seen; `base`: what was drawn in it, tells what has changed since.
 * @throws NotFoundError, ConflictError when the journey is archived
 */
export async function publish(
	db: Db,
	{ id, revision, base }: Pick<SaveDraft, 'id' | 'revision' | 'base'>,
	actor: string,
): Promise<Published> {
	const draft = await loadDraft(db, id);
	if (draft.status === 'archived')
		throw new ConflictError({
			en: 'an archived journey cannot be published: duplicate it',
			fr: 'un parcours archivé ne peut pas être publié\u00a0: dupliquez-le',
		});
	if (draft.revision !== revision) return staleDraft(db, { id, base });
	const problems = [...check(draft.graph), ...(await serverProblems(db, id, draft.graph))];
	if (blocks(problems)) return { status: 'refused', problems };
	// Slow work (MJML) before any lock is held.
	const prepared = await prepare(draft.graph);
	if (prepared.problems.length > 0) return { status: 'refused', problems: prepared.problems };
	return db.transaction(async (tx) => {
		const [locked] = await tx.select().from(journeys).where(eq(journeys.id, id)).for('update');
		if (locked?.draftRevision !== revision) return staleDraft(tx, { id, base });
		return insertVersion(tx, draft, prepared.byNode, actor);
	});
}

async function insertVersion(tx: Tx, draft: Draft, prepared: Record<string, Json>, actor: string): Promise<Published> {
	const { id, graph } = draft;
	const [last] = await tx
		.select({ number: max(journeyVersions.number) })
		.from(journeyVersions)
		.where(eq(journeyVersions.journeyId, id));
	const version = { id: uuid(), number: (last?.number ?? 0) + 1 };
	await tx.insert(journeyVersions).values({
		...version,
		journeyId: id,
		graph,
		program: compile(graph),
		prepared,
		publishedBy: memberId(actor),
		publishedAt: new Date(),
	});
	await tx
		.update(journeys)
		.set({
			currentVersionId: version.id,
			triggerEvent: meaningOf(graph).entry.event,
			// A paused journey stays paused: ops decide when it goes on.
			status: sql`case when ${journeys.status} = 'paused' then ${journeys.status} else 'live' end`,
		})
		.where(eq(journeys.id, id));
	await audit(tx, actor, 'journey.publish', id, { version: version.number });
	await notifyQueue(tx);
	return { status: 'published', versionId: version.id, number: version.number };
}

async function prepare(graph: Graph): Promise<{ byNode: Record<string, Json>; problems: Problem[] }> {
	const byNode: Record<string, Json> = {};
	const problems: Problem[] = [];
	for (const node of graph.nodes) {
		const work = nodeType(node.type)?.read(node.config).prepare;
		if (!work) continue;
		try {
			byNode[node.id] = await work();
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			problems.push({
				severity: 'error',
				code: 'prepare',
				nodeId: node.id,
				message: error.message,
				...(error.field ? { field: error.field } : {}),
			});
		}
	}
	return { byNode, problems };
}
