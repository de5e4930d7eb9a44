import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { db } from '@/db/client';
import { getWorkspace } from '@/db/workspace';
import { ConsentForm } from './consent-form';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('settings'))('consent.title') };
}

export default async function ConsentPage() {
	await requireMember('settings.edit');
	const { settings, revision } = await getWorkspace(db());
	return <ConsentForm initial={settings} initialRevision={revision} />;
}
