import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { db } from '@/db/client';
import { getWorkspace } from '@/db/workspace';
import { SettingsForm } from './settings-form';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('settings'))('general.title') };
}

export default async function GeneralPage() {
	await requireMember('settings.edit');
	const { settings, revision } = await getWorkspace(db());
	return <SettingsForm initial={settings} initialRevision={revision} />;
}
