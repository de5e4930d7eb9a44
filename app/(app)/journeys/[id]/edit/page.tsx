import type { Metadata } from 'next';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Editor } from '@/components/canvas/editor';
import { db } from '@/db/client';
import { namesIn } from '@/db/names';
import { serverProblems } from '@/db/server-problems';
import { loadSuggestions } from '../../../suggestions';
import { journeyOf } from '../journey-of';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: (await journeyOf(params)).name };
}

export default async function EditPage({ params }: Props) {
	const member = await requireMember('journey.view');
	const draft = await journeyOf(params);
	const [suggestions, names, problems] = await Promise.all([
		loadSuggestions(draft.id),
		namesIn(db(), draft.graph),
		serverProblems(db(), draft.id, draft.graph),
	]);
	return (
		<Editor
			key={draft.id}
			journey={{
				...{ id: draft.id, name: draft.name, status: draft.status, revision: draft.revision, graph: draft.graph },
				published: draft.published ? { number: draft.published.number, graph: draft.published.graph } : null,
			}}
			suggestions={suggestions}
			names={names}
			problems={problems}
			permissions={{
				edit: can(member.role, 'journey.edit') && draft.status !== 'archived',
				publish: can(member.role, 'journey.publish') && draft.status !== 'archived',
			}}
		/>
	);
}
