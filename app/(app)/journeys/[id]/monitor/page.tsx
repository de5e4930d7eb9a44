import { notFound, redirect } from 'next/navigation';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Monitor } from '@/components/monitor/monitor';
import { db } from '@/db/client';
import { listVersions, loadDraft } from '@/db/journeys';
import { journeyState } from '@/db/monitor';
import { loadVersion } from '@/db/versions';
import { NotFoundError } from '@/lib/errors';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ version?: string }> };

export default async function MonitorPage({ params, searchParams }: Props) {
	const member = await requireMember('journey.view');
	const { id } = await params;
	if (!/^[0-9a-f-]{36}$/.test(id)) notFound();
	const draft = await loadDraft(db(), id).catch((error) => {
		if (error instanceof NotFoundError) notFound();
		throw error;
	});
	if (!draft.published) redirect(`/journeys/${id}/edit`);
	const versions = await listVersions(db(), id);
	const wanted = (await searchParams).version;
	const versionId = versions.find((v) => v.id === wanted)?.id ?? draft.published.id;
	const [version, initial] = await Promise.all([loadVersion(db(), versionId), journeyState(db(), id, versionId)]);
	return (
		<Monitor
			key={versionId}
			journey={{ id, name: draft.name }}
			version={{ id: versionId, graph: version.graph }}
			versions={versions.map((v) => ({ id: v.id, number: v.number }))}
			initial={initial}
			mayOperate={can(member.role, 'journey.operate')}
		/>
	);
}
