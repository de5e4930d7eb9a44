import { eq } from 'drizzle-orm';
import { type Meaning, meaningOf } from '@/lib/compile';
import type { Json, JsonObject } from '@/lib/event';
import type { Graph } from '@/lib/graph';
import type { Program } from '@/lib/program';
import { type Wanted, wantedBy } from '@/lib/template';
import type { Tx } from './client';
import { journeyVersions } from './schema';

/** A published version, read once: it never changes. */
export type Version = {
	id: string;
	journeyId: string;
	number: number;
	graph: Graph;
	program: Program;
	meaning: Meaning;
	/** UTC epoch ms. */
	publishedAt: number;
	configOf: (nodeId: string) => JsonObject;
	preparedOf: (nodeId: string) => Json;
	/** What the node's templates show. */
	wantedOf: (nodeId: string) => Wanted;
};

const MAX_CACHED = 500;
const cache = new Map<string, Version>();

/** @throws Error when there is no such version: rows refer to versions, and versions are never deleted. */
export async function loadVersion(tx: Tx, versionId: string): Promise<Version> {
	const known = cache.get(versionId);
	if (known) return known;
	const [row] = await tx.select().from(journeyVersions).where(eq(journeyVersions.id, versionId));
	if (!row) throw new Error(`no journey version ${versionId}`);
	const configs = new Map(row.graph.nodes.map((n) => [n.id, n.config]));
	const wanted = new Map<string, Wanted>();
	const version: Version = {
		id: row.id,
		journeyId: row.journeyId,
		number: row.number,
		graph: row.graph,
		program: row.program,
		meaning: meaningOf(row.graph),
		publishedAt: row.publishedAt.getTime(),
		configOf: (nodeId) => configs.get(nodeId) ?? {},
		preparedOf: (nodeId) => row.prepared[nodeId] ?? null,
		wantedOf: (nodeId) => {
			// Long emails are read through once, not for each customer.
			const known = wanted.get(nodeId) ?? wantedBy(textsIn(configs.get(nodeId) ?? {}));
			wanted.set(nodeId, known);
			return known;
		},
	};
	const oldest = cache.size >= MAX_CACHED ? cache.keys().next().value : undefined;
	if (oldest !== undefined) cache.delete(oldest);
	cache.set(versionId, version);
	return version;
}

/** Every text of a configuration: those that are no templates show nothing. */
function textsIn(value: Json): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
