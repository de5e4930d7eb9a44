import type { Metadata } from 'next';
import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Badge } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterLinks } from '@/components/ui/filter-links';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { SearchForm } from '@/components/ui/search-form';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import { type ListedProduct, listCategories, listProducts, MAIN_CATEGORIES } from '@/db/catalogue-views';
import { db } from '@/db/client';
import { sayMoney } from '@/lib/money';
import { asked } from '@/lib/query';
import { DEFAULT_MAX_AGE } from '@/lib/stock';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('catalogue'))('title') };
}

export default async function CataloguePage({
	searchParams,
}: {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
	const member = await requireMember('journey.view');
	const query = await searchParams;
	const [q, category, after] = [asked(query.q), asked(query.category), asked(query.after)];
	const [t, locale, categories, { rows, next }] = await Promise.all([
		getTranslations('catalogue'),
		getLocale(),
		listCategories(db(), MAIN_CATEGORIES),
		listProducts(db(), { search: q, category, after, now: Date.now(), maxAge: DEFAULT_MAX_AGE }),
	]);
	const address = (more: Record<string, string>) =>
		`?${new URLSearchParams(Object.entries({ q, ...more }).filter(([, value]) => value !== ''))}`;
	const mayEdit = can(member.role, 'catalogue.edit');
	const importLink = (
		<Link href="/catalogue/import" className={buttonClass({ variant: 'primary' })}>
			{t('import')}
		</Link>
	);
	return (
		<Page>
			<PageHeader title={t('title')} actions={mayEdit && importLink} />
			<div className="mb-3 flex flex-col gap-2">
				<SearchForm label={t('search')} button={t('searchButton')} value={q} hidden={category ? { category } : {}} />
				{categories.length > 1 && (
					<FilterLinks
						label={t('category')}
						links={[
							{ href: address({}), label: t('all'), here: category === '' },
							...categories.map((one) => ({ href: address({ category: one }), label: one, here: one === category })),
						]}
					/>
				)}
			</div>
			{rows.length === 0 ? (
				<EmptyState
					icon="package"
					title={q || category ? t('noMatchTitle') : t('emptyTitle')}
					description={q || category ? t('noMatchText') : t('emptyText')}
					action={mayEdit && !q && !category && importLink}
				/>
			) : (
				<Table label={t('title')}>
					<Thead>
						<Th>{t('product')}</Th>
						<Th className="max-md:hidden">{t('category')}</Th>
						<Th className="text-right">{t('price')}</Th>
						<Th className="max-sm:hidden">{t('stock')}</Th>
					</Thead>
					<Tbody>
						{rows.map(({ product, variants, places }) => (
							<Tr key={product.id}>
								<Td className="max-w-52 sm:max-w-80">
									<span className="flex items-center gap-2">
										<Link
											href={`/catalogue/${encodeURIComponent(product.id)}`}
											className="truncate font-medium text-ink hover:underline"
										>
											{product.name}
										</Link>
										{!product.active && <Badge>{t('notSold')}</Badge>}
									</span>
									<p className="truncate text-ink-3 text-xs">
										{product.id}
										{variants > 0 && ` · ${t('variantCount', { n: variants })}`}
									</p>
									<p className="mt-0.5 text-ink-2 text-xs first-letter:uppercase sm:hidden">{sayPlaces(places)}</p>
								</Td>
								<Td className="text-ink-2 max-md:hidden">{product.category || '–'}</Td>
								<Td numeric className="whitespace-nowrap">
									{sayMoney(product.priceMinor, product.currency, locale)}
								</Td>
								<Td className="text-ink-2 max-sm:hidden">
									<p className="first-letter:uppercase">{sayPlaces(places)}</p>
								</Td>
							</Tr>
						))}
					</Tbody>
				</Table>
			)}
			{next && (
				<Link
					href={address({ category, after: next })}
					className="mt-4 inline-block text-accent-ink text-sm hover:underline"
				>
					{t('more')}
				</Link>
			)}
		</Page>
	);

	function sayPlaces({ known, unknown }: ListedProduct['places']): string {
		if (known === 0 && unknown === 0) return '–';
		const parts = [
			known > 0 || unknown === 0 ? t('inPlaces', { n: known }) : '',
			unknown > 0 ? t('unknownIn', { n: unknown }) : '',
		];
		return parts.filter(Boolean).join(' · ');
	}
}
