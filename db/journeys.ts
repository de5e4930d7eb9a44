import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { type Change, diffGraphs } from '@/lib/diff';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { EMPTY_GRAPH, type Graph } from '@/lib/graph';
import { missing } from '@/lib/missing';
import { nodeType } from '@/nodes';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { type JourneyStatus, journeys, journeyVersions, users } from './schema';

/** A journey as the editor opens it. */
export type Draft = {
	id: string;
	name: string;
	description: string;
	status: JourneyStatus;
	graph: Graph;
	revision: number;
	savedBy: string | null;
	savedAt: Date;
	/** The version that customers enter now. */
	published: { id: string; number: number; at: Date; graph: Graph } | null;
};

type NewJourney = { name: string; description?: string; graph?: Graph };

/** `actor`: a member's id, or `api-key:<id>`. Returns the new journey's id. */
export async function createJourney(
	db: Db,
	{ name, description = '', graph = EMPTY_GRAPH }: NewJourney,
	actor: string,
): Promise<string> {
	const id = uuid();
	await db.transaction(async (tx) => {
		await tx.insert(journeys).values({ id, name, description, draft: graph, draftSavedBy: memberId(actor) });
		await audit(tx, actor, 'journey.create', id, { name });
	});
	return id;
}

type PublishedJourney = { id: string; name: string; status: JourneyStatus; graph: Graph };

/** Journeys that stand so, with the graph of their current version; by name. */
export async function publishedJourneys(tx: Tx, standing: JourneyStatus[]): Promise<PublishedJourney[]> {
	return tx
		.select({ id: journeys.id, name: journeys.name, status: journeys.status, graph: journeyVersions.graph })
		.from(journeys)
		.innerJoin(journeyVersions, eq(journeyVersions.id, journeys.currentVersionId))
		.where(inArray(journeys.status, standing))
		.orderBy(journeys.name, journeys.id);
}

/** @throws NotFoundError */
export async function loadDraft(tx: Tx, id: string): Promise<Draft> {
	const [row] = await tx
		.select({ journey: journeys, version: journeyVersions, savedBy: users.name })
		.from(journeys)
		.leftJoin(journeyVersions, eq(journeyVersions.id, journeys.currentVersionId))
		.leftJoin(users, eq(users.id, journeys.draftSavedBy))
		.where(eq(journeys.id, id));
	if (!row) throw new NotFoundError(missing.journey(id));
	const { journey, version } = row;
	return {
		id,
		name: journey.name,
		description: journey.description,
		status: journey.status,
		graph: upgraded(journey.draft),
		revision: journey.draftRevision,
		savedBy: row.savedBy,
		savedAt: journey.draftSavedAt,
		published: version
			? { id: version.id, number: version.number, at: version.publishedAt, graph: version.graph }
			: null,
	};
}

/** A draft's configurations in the shape its node types have today; published versions are never touched. */
function upgraded(graph: Graph): Graph {
	return {
		...graph,
		nodes: graph.nodes.map((node) => {
			const type = nodeType(node.type);
			return type && type.version > node.version
				? { ...node, version: type.version, config: type.upgrade(node.config, node.version) }
				: node;
		}),
	};
}

export type SaveDraft = {
	id: string;
	/** The revision the changes were made on. */
	revision: number;
	/** What was there when the changes began: tells what somebody else changed since. */
	base?: Graph | undefined;
	graph: Graph;
	name?: string;
	description?: string;
};
export type SavedDraft = { status: 'saved'; revision: number } | StaleDraft;
export type StaleDraft = { status: 'stale'; revision: number; by: string | null; at: Date; changes: Change[] };

/** Saves a draft made on the newest revision; a stale one changes nothing and learns who changed what. @throws NotFoundError */
export async function saveDraft(db: Db, save: SaveDraft, actor: string): Promise<SavedDraft> {
	const [saved] = await db
		.update(journeys)
		.set({
			draft: save.graph,
			draftRevision: sql`${journeys.draftRevision} + 1`,
			draftSavedBy: memberId(actor),
			draftSavedAt: new Date(),
			...(save.name === undefined ? {} : { name: save.name }),
			...(save.description === undefined ? {} : { description: save.description }),
		})
		.where(and(eq(journeys.id, save.id), eq(journeys.draftRevision, save.revision)))
		.returning({ revision: journeys.draftRevision });
	return saved ? { status: 'saved', ...saved } : staleDraft(db, save);
}

export async function staleDraft(tx: Tx, save: Pick<SaveDraft, 'id' | 'base'>): Promise<StaleDraft> {
	const { revision, savedBy, savedAt, graph } = await loadDraft(tx, save.id);
	return {
		status: 'stale',
		revision,
		by: savedBy,
		at: savedAt,
		changes: save.base ? diffGraphs(save.base, graph) : [],
	};
}

/** Copies the draft of a journey into a new one that nobody has entered. @throws NotFoundError */
export async function duplicateJourney(db: Db, id: string, name: string, actor: string): Promise<string> {
	const { description, graph } = await loadDraft(db, id);
	return createJourney(db, { name, description, graph }, actor);
}

/** Takes a journey off the list. @throws ConflictError while customers are or may come in it. @throws NotFoundError */
export async function archiveJourney(db: Db, id: string, actor: string): Promise<void> {
	await db.transaction(async (tx) => {
		const [row] = await tx.select().from(journeys).where(eq(journeys.id, id)).for('update');
		if (!row) throw new NotFoundError(missing.journey(id));
		if (row.status === 'live' || row.status === 'paused')
			throw new ConflictError({
				en: 'stop the journey before you archive it',
				fr: 'arrêtez le parcours avant de l’archiver',
			});
		await tx.update(journeys).set({ status: 'archived' }).where(eq(journeys.id, id));
		await audit(tx, actor, 'journey.archive', id);
	});
}

/** The published versions of a journey, newest first. */
export async function listVersions(tx: Tx, id: string) {
	return tx
		.select({ id: journeyVersions.id, number: journeyVersions.number, at: journeyVersions.publishedAt, by: users.name })
		.from(journeyVersions)
		.leftJoin(users, eq(users.id, journeyVersions.publishedBy))
		.where(eq(journeyVersions.journeyId, id))
		.orderBy(desc(journeyVersions.number));
}

/** Rows refer to members; what an API key did stands in the audit log. */
export function memberId(actor: string): string | null {
	return actor.startsWith('api-key:') || actor === 'system' ? null : actor;
}
