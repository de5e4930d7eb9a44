import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Editor } from '@/components/canvas/editor';
import { db } from '@/db/client';
import { loadDraft } from '@/db/journeys';
import { NotFoundError } from '@/lib/errors';
import { loadSuggestions } from '../../../suggestions';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: (await draftOf(params)).name };
}

export default async function EditPage({ params }: Props) {
	const member = await requireMember('journey.view');
	const draft = await draftOf(params);
	return (
		<Editor
			key={draft.id}
			journey={{
				...{ id: draft.id, name: draft.name, status: draft.status, revision: draft.revision, graph: draft.graph },
				published: draft.published ? { number: draft.published.number, graph: draft.published.graph } : null,
			}}
			suggestions={await loadSuggestions(draft.id)}
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
