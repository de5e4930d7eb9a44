import { inArray, sql } from 'drizzle-orm';
import type { Problem } from '@/lib/check';
import type { Graph } from '@/lib/graph';
import type { Tx } from './client';
import { publishedJourneys } from './journeys';
import { journeys } from './schema';

/** Journeys that a step can lead into: they are there, and not this one. By name. */
export async function listJourneysToEnter(tx: Tx, except: string): Promise<{ id: string; name: string }[]> {
	const rows = await tx
		.select({ id: journeys.id, name: journeys.name })
		.from(journeys)
		.where(inArray(journeys.status, ['draft', 'live', 'paused', 'stopped']))
		.orderBy(journeys.name);
	return rows.filter(({ id }) => id !== except);
}

/** Journeys, not archived, whose draft or current version names this id: of a segment, a trend. By name. */
export async function journeysNaming(tx: Tx, id: string): Promise<{ id: string; name: string }[]> {
	const { rows } = await tx.execute<{ id: string; name: string }>(sql`
		select j.id, j.name from journeys j left join journey_versions v on v.id = j.current_version_id
		where j.status <> 'archived' and (j.draft::text like ${`%${id}%`} or v.graph::text like ${`%${id}%`})
		order by j.name limit 50`);
	return rows;
}

/** What only the server knows of steps into other journeys: the other one is there, and whether it leads round to this one. */
export async function checkJourneyLinks(tx: Tx, journeyId: string, graph: Graph): Promise<Problem[]> {
	const links = linksOf(graph);
	if (links.length === 0) return [];
	const [there, published] = await Promise.all([listJourneysToEnter(tx, journeyId), publishedLinks(tx)]);
	return links.flatMap(({ nodeId, to }): Problem[] => {
		const about = { nodeId, field: 'journey' };
		if (to === journeyId)
			return [
				{
					...{ severity: 'error', code: 'journey-into-itself', ...about },
					message: {
						en: 'This is the journey itself. Draw a connection back instead, with a wait in the loop.',
						fr: 'C’est le parcours lui-même. Tracez plutôt une connexion en arrière, avec une attente dans la boucle.',
					},
				},
			];
		if (!there.some(({ id }) => id === to))
			return [
				{
					...{ severity: 'error', code: 'unknown-journey', ...about },
					message: {
						en: 'This journey is not there any more. Choose another one.',
						fr: 'Ce parcours n’existe plus. Choisissez-en un autre.',
					},
				},
			];
		if (!leadsTo(to, journeyId, published)) return [];
		return [
			{
				...{ severity: 'warning', code: 'journeys-in-a-circle', ...about },
				message: {
					en: 'That journey leads back to this one: a customer is handed on ten times at most.',
					fr: 'Ce parcours ramène à celui-ci : un client est transmis dix fois au plus.',
				},
			},
		];
	});
}

function linksOf({ nodes }: Graph): { nodeId: string; to: string }[] {
	return nodes.flatMap(({ id, type, config }) =>
		type === 'go-to-journey' && typeof config.journey === 'string' ? [{ nodeId: id, to: config.journey }] : [],
	);
}

/** By journey: those that its current version leads into. */
async function publishedLinks(tx: Tx): Promise<Map<string, string[]>> {
	const rows = await publishedJourneys(tx, ['live', 'paused']);
	return new Map(rows.map(({ id, graph }) => [id, linksOf(graph).map(({ to }) => to)]));
}

function leadsTo(from: string, wanted: string, links: Map<string, string[]>): boolean {
	const seen = new Set<string>();
	const open = [from];
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		if (id === wanted) return true;
		if (seen.has(id)) continue;
		seen.add(id);
		open.push(...(links.get(id) ?? []));
	}
	return false;
}
