import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Contradictions } from '@/components/calendar/contradictions';
import { OperationForm } from '@/components/calendar/operation-form';
import { OperationBadge, OperationSpan } from '@/components/calendar/standing';
import { UsingJourneys } from '@/components/calendar/using-journeys';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { db } from '@/db/client';
import { contradictionNames, operationContradictions } from '@/db/contradictions';
import { journeysUsing } from '@/db/operation-journeys';
import { draftOf, loadOperation } from '@/db/operations';
import { orNotFound } from '../../or-not-found';
import { operationChoices } from '../choices';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: (await operationOf(params)).name };
}

export default async function OperationPage({ params }: Props) {
	const member = await requireMember('journey.view');
	const operation = await operationOf(params);
	const [t, journeys, contradictions, choices] = await Promise.all([
		getTranslations('calendar'),
		journeysUsing(db(), operation),
		operationContradictions(db(), operation),
		operationChoices(),
	]);
	const names = await contradictionNames(db(), contradictions);
	const { id, name, revision, archivedAt, startTold, endTold } = operation;
	const over = endTold || operation.endsAt.getTime() <= Date.now();
	return (
		<Page width="narrow">
			<PageHeader
				title={name}
				badge={<OperationBadge operation={operation} />}
				description={<OperationSpan operation={operation} times />}
				back={{ href: '/calendar', label: t('title') }}
			/>
			<div className="flex flex-col gap-4">
				{archivedAt && <Notice tone="warning">{t('archivedText')}</Notice>}
				<Contradictions pairs={contradictions} names={names} />
				<Card title={t('journeys')} description={t('journeysHelp')}>
					<UsingJourneys journeys={journeys} />
				</Card>
				<OperationForm
					key={id}
					operation={{ id, name, revision, archived: archivedAt !== null, started: startTold, over }}
					draft={draftOf(operation)}
					canEdit={can(member.role, 'offer.edit')}
					{...choices}
				/>
			</div>
		</Page>
	);
}

async function operationOf(params: Props['params']) {
	// Titles are made beside the page, not behind its check.
	await requireMember('journey.view');
	const { id } = await params;
	return loadOperation(db(), id).catch(orNotFound);
}
