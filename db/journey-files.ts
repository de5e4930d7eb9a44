import { and, eq, ne } from 'drizzle-orm';
import { config } from '@/config';
import { check, type Problem } from '@/lib/check';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { graph, JOURNEY_FILE_FORMAT, type JourneyFile } from '@/lib/graph';
import { missing } from '@/lib/missing';
import { isUuid } from '@/lib/uuid';
import type { Db, Tx } from './client';
import { createJourney, loadDraft, saveDraft } from './journeys';
import { publish } from './publish';
import { journeys } from './schema';

const SAVED_MEANWHILE = {
	en: 'somebody saved this journey at the same moment: try again',
	fr: 'quelqu’un a enregistré ce parcours au même moment\u00a0: réessayez',
};

export type Pushed = { id: string /** Null: not published. */; version: number | null; problems: Problem[] };

/** Saves a file as the draft of the journey of its name, new or not, and publishes it when asked and when nothing blocks it. */
export async function pushJourney(
	db: Db,
	file: JourneyFile,
	options: { publish: boolean },
	actor: string,
): Promise<Pushed> {
	const { name, description } = file;
	const drawn = graph.parse({ nodes: file.nodes, edges: file.edges, settings: file.settings });
	const [known] = await db
		.select({ id: journeys.id, revision: journeys.draftRevision })
		.from(journeys)
		.where(and(eq(journeys.name, name), ne(journeys.status, 'archived')))
		.limit(1);
	const id = known?.id ?? (await createJourney(db, { name, description, graph: drawn }, actor));
	const saved = known
		? await saveDraft(db, { id, revision: known.revision, graph: drawn, name, description }, actor)
		: { status: 'saved' as const, revision: 1 };
	if (saved.status === 'stale') throw new ConflictError(SAVED_MEANWHILE);
	if (!options.publish) return { id, version: null, problems: check(drawn) };
	const published = await publish(db, { id, revision: saved.revision }, actor);
	if (published.status === 'refused') return { id, version: null, problems: published.problems };
	if (published.status === 'stale') throw new ConflictError(SAVED_MEANWHILE);
	return { id, version: published.number, problems: check(drawn) };
}

/** The draft as a file, which says where its JSON Schema is. @throws NotFoundError */
export async function pullJourney(tx: Tx, id: string): Promise<JourneyFile> {
	if (!isUuid(id)) throw new NotFoundError(missing.journey(id));
	const { name, description, graph: drawn } = await loadDraft(tx, id);
	return {
		$schema: `${config().PARCOURS_URL}/api/journey.schema.json`,
		format: JOURNEY_FILE_FORMAT,
		name,
		description,
		// Parsed, so that keys come in the order of the format: Postgres keeps them in one of its own.
		...graph.parse(drawn),
	};
}
