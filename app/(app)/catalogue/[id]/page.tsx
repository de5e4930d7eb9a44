import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { StockTable } from '@/components/catalogue/stock-table';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { FactList } from '@/components/ui/fact-list';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { stockByPlace, successorsOf } from '@/db/catalogue-views';
import { db } from '@/db/client';
import { loadProduct } from '@/db/products';
import { sayMoney } from '@/lib/money';
import { asked } from '@/lib/query';
import { DEFAULT_MAX_AGE } from '@/lib/stock';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('catalogue'))('product') };
}

/** One product: its variants, its price, and what each place has of it, with how old each figure is. */
export default async function ProductPage({ params }: { params: Promise<{ id: string }> }) {
	await requireMember('journey.view');
	const id = decodeURIComponent((await params).id);
	const found = await loadProduct(db(), asked(id));
	if (!found) notFound();
	const { product, variants } = found;
	const [t, locale, places, successors] = await Promise.all([
		getTranslations('catalogue'),
		getLocale(),
		stockByPlace(db(), product.id, Date.now(), DEFAULT_MAX_AGE),
		successorsOf(db(), product.id),
	]);
	const link = (to: string, label: string) => (
		<Link href={`/catalogue/${encodeURIComponent(to)}`} className="text-accent-ink hover:underline">
			{label}
		</Link>
	);
	const facts = [
		[t('id'), <code key="id">{product.id}</code>],
		[t('category'), product.category],
		[t('brand'), product.brand],
		[
			t('price'),
			<span key="price">
				{sayMoney(product.priceMinor, product.currency, locale)}{' '}
				<span className="text-ink-3 text-xs">
					{t('since')} <Time at={product.priceAsOf} />
				</span>
			</span>,
		],
		[t('launched'), product.launchedAt && <Time key="launched" at={product.launchedAt} show="absolute" />],
		[t('replaces'), product.replaces && link(product.replaces, product.replaces)],
		[
			t('replacedBy'),
			successors.length > 0 && (
				<span key="by" className="flex flex-col">
					{successors.map((one) => (
						<span key={one.id}>{link(one.id, one.name)}</span>
					))}
				</span>
			),
		],
		[
			t('page'),
			product.url && (
				<a
					key="url"
					href={product.url}
					className="text-accent-ink [overflow-wrap:anywhere] hover:underline"
					rel="noreferrer"
				>
					{product.url}
				</a>
			),
		],
	] as const;
	return (
		<Page>
			<PageHeader
				back={{ href: '/catalogue', label: t('title') }}
				title={product.name}
				badge={!product.active && <Badge>{t('notSold')}</Badge>}
			/>
			<div className="grid gap-6 lg:grid-cols-[20rem_1fr]">
				<Card title={t('facts')} className="self-start">
					<FactList facts={facts} terms="wide" />
				</Card>
				<div className="flex min-w-0 flex-col gap-6">
					<section aria-labelledby="stock">
						<h2 id="stock" className="mb-2 font-semibold text-base text-ink">
							{t('stockByPlace')}
						</h2>
						<StockTable places={places} variants={variants} />
					</section>
					{variants.length > 0 && (
						<section aria-labelledby="variants">
							<h2 id="variants" className="mb-2 font-semibold text-base text-ink">
								{t('variants')}
							</h2>
							<Table label={t('variants')}>
								<Thead>
									<Th>{t('sku')}</Th>
									<Th>{t('size')}</Th>
									<Th>{t('colour')}</Th>
									<Th className="text-right">{t('price')}</Th>
								</Thead>
								<Tbody>
									{variants.map((variant) => (
										<Tr key={variant.sku}>
											<Td className="font-mono text-xs">
												{variant.sku} {!variant.active && <Badge>{t('notSold')}</Badge>}
											</Td>
											<Td>{variant.size ?? '–'}</Td>
											<Td>{variant.colour ?? '–'}</Td>
											<Td numeric className="whitespace-nowrap">
												{sayMoney(variant.priceMinor ?? product.priceMinor, product.currency, locale)}
											</Td>
										</Tr>
									))}
								</Tbody>
							</Table>
						</section>
					)}
				</div>
			</div>
		</Page>
	);
}
