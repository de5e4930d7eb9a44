import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Editor } from '@/components/canvas/editor';
import { db } from '@/db/client';
import { listDestinations } from '@/db/destinations';
import { eventsSeen, traitsSeen } from '@/db/events-catalogue';
import { listJourneysToEnter } from '@/db/journey-links';
import { loadDraft } from '@/db/journeys';
import { listStores } from '@/db/stores';
import { getWorkspaceSettings } from '@/db/workspace';
import { NotFoundError } from '@/lib/errors';
import { RETAIL_EVENTS } from '@/lib/retail-events';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: (await draftOf(params)).name };
}

export default async function EditPage({ params }: Props) {
	const member = await requireMember('journey.view');
	const [draft, seen, traits, stores, destinations, { purposes }] = await Promise.all([
		draftOf(params),
		eventsSeen(db()),
		traitsSeen(db()),
		listStores(db()),
		listDestinations(db()),
		getWorkspaceSettings(db()),
	]);
	// What really arrived comes first; the vocabulary fills up what has not arrived yet.
	const names = new Set(seen.map((e) => e.name));
	const vocabulary = Object.entries(RETAIL_EVENTS)
		.filter(([name]) => !names.has(name))
		.map(([name, known]) => ({ name, properties: Object.keys(known.properties) }));
	return (
		<Editor
			key={draft.id}
			journey={{
				...{ id: draft.id, name: draft.name, status: draft.status, revision: draft.revision, graph: draft.graph },
				published: draft.published ? { number: draft.published.number, graph: draft.published.graph } : null,
			}}
			suggestions={{
				events: [...seen.map(({ name, properties }) => ({ name, properties })), ...vocabulary],
				traits,
				stores: stores.map(({ id, name }) => ({ id, name })),
				destinations: destinations.map(({ id, name }) => ({ id, name })),
				journeys: await listJourneysToEnter(db(), draft.id),
				purposes: purposes.map(({ id, label }) => ({ id, label })),
			}}
			permissions={{
				edit: can(member.role, 'journey.edit') && draft.status !== 'archived',
				publish: can(member.role, 'journey.publish') && draft.status !== 'archived',
			}}
		/>
	);
}

async function draftOf(params: Props['params']) {
	// Titles are made beside the page, not behind its check.
	await requireMember('journey.view');
	const { id } = await params;
	if (!/^[0-9a-f-]{36}$/.test(id)) notFound();
	try {
		return await loadDraft(db(), id);
	} catch (error) {
		if (error instanceof NotFoundError) notFound();
		throw error;
	}
}
