import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { NewSource } from '@/components/sources/new-source';
import { config } from '@/config';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('sources'))('new') };
}

export default async function NewSourcePage() {
	await requireMember('source.edit');
	return <NewSource url={config().PARCOURS_URL} />;
}
