import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getMessages, getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { FormEditor } from '@/components/forms/form-editor';
import { PublishForm } from '@/components/forms/publish-form';
import { Badge } from '@/components/ui/badge';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { config } from '@/config';
import { db } from '@/db/client';
import { countSubmissions, loadForm } from '@/db/forms';
import { getWorkspaceSettings } from '@/db/workspace';
import { orNotFound } from '../../or-not-found';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('forms'))('one') };
}

export default async function FormPage({ params }: Props) {
	const member = await requireMember('journey.view');
	const { id } = await params;
	if (!z.uuid().safeParse(id).success) notFound();
	const form = await loadForm(db(), id).catch(orNotFound);
	const [t, counted, { brand, purposes }, en, fr] = await Promise.all([
		getTranslations('forms'),
		countSubmissions(db(), id),
		getWorkspaceSettings(db()),
		getMessages({ locale: 'en' }),
		getMessages({ locale: 'fr' }),
	]);
	return (
		<Page>
			<PageHeader
				back={{ href: '/forms', label: t('title') }}
				title={
					<span className="flex flex-wrap items-center gap-3">
						{form.definition.name}
						<Badge tone={form.publishedAt ? 'success' : 'neutral'} dot>
							{t(form.publishedAt ? 'published' : 'closed')}
						</Badge>
					</span>
				}
				description={`${t(`kinds.${form.definition.kind}`)} · ${t('version', { n: form.version })} · ${t('counts', counted)}`}
				actions={can(member.role, 'journey.publish') && <PublishForm id={id} published={form.publishedAt !== null} />}
			/>
			<FormEditor
				key={form.id}
				id={form.id}
				initial={form.definition}
				initialVersion={form.version}
				editable={can(member.role, 'journey.edit')}
				published={form.publishedAt !== null}
				url={`${config().PARCOURS_URL}/f/${form.slug}`}
				words={{ en: { capture: en.capture, common: en.common }, fr: { capture: fr.capture, common: fr.common } }}
				{...{ brand, purposes }}
			/>
		</Page>
	);
}
