import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { can, looksAfter } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Monitor } from '@/components/monitor/monitor';
import { db } from '@/db/client';
import { listVersions } from '@/db/journeys';
import { journeyState } from '@/db/monitor';
import { namesIn } from '@/db/names';
import { loadVersion } from '@/db/versions';
import { journeyOf } from '../journey-of';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ version?: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	const t = await getTranslations('monitor');
	return { title: t('title', { name: (await journeyOf(params)).name }) };
}

export default async function MonitorPage({ params, searchParams }: Props) {
	const member = await requireMember('journey.view');
	const draft = await journeyOf(params);
	const { id } = draft;
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
			names={await namesIn(db(), version.graph)}
			mayOperate={can(member.role, 'journey.operate')}
			technical={looksAfter(member.role)}
		/>
	);
}
