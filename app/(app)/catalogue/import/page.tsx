import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { ImportForm } from '@/components/catalogue/import-form';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { CATALOGUE_FIELDS, CATALOGUE_KINDS } from '@/lib/catalogue';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('catalogue.importPage'))('title') };
}

/** Files of products, variants, stores and stock. */
export default async function ImportPage() {
	await requireMember('catalogue.edit');
	const t = await getTranslations('catalogue');
	const kinds = CATALOGUE_KINDS.map((kind) => ({
		kind,
		columns: Object.entries(CATALOGUE_FIELDS[kind]).map(([name, schema]) => ({
			name,
			required: !schema.safeParse(undefined).success,
		})),
	}));
	return (
		<Page width="narrow">
			<PageHeader
				back={{ href: '/catalogue', label: t('title') }}
				title={t('importPage.title')}
				description={t('importPage.text')}
			/>
			<ImportForm kinds={kinds} />
		</Page>
	);
}
