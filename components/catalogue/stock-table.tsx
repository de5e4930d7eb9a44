import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { PlaceStock } from '@/db/catalogue-views';
import type { ProductVariant } from '@/db/products';
import { WEB } from '@/lib/place';

/** What each place has of a product. A figure that is too old is not shown as one: it says how old it is. */
export function StockTable({ places, variants }: { places: PlaceStock[]; variants: ProductVariant[] }) {
	const t = useTranslations('catalogue');
	const scope = useTranslations('scope');
	if (places.length === 0)
		return <EmptyState icon="package" title={t('noStockTitle')} description={t('noStockText')} />;
	const names = new Map(
		variants.map(({ sku, size, colour }) => [sku, [size, colour].filter(Boolean).join(' ') || sku]),
	);
	return (
		<Table label={t('stockByPlace')}>
			<Thead>
				<Th>{t('place')}</Th>
				<Th className="text-right">{t('quantity')}</Th>
				<Th>{t('counted')}</Th>
			</Thead>
			<Tbody>
				{places.map(({ storeId, name, stock, figures }) => (
					<Tr key={storeId}>
						<Td className="max-w-72">
							{name ? (
								<Link
									href={`/stores/${encodeURIComponent(storeId)}/details`}
									className="font-medium text-ink hover:underline"
								>
									{name}
								</Link>
							) : (
								<span className="font-medium text-ink">{storeId === WEB ? scope('web') : storeId}</span>
							)}
							<p className="text-ink-3 text-xs">
								{figures
									.filter(({ sku }) => sku !== '')
									.map(({ sku, quantity }) => `${names.get(sku) ?? sku}: ${quantity}`)
									.join(' · ')}
							</p>
						</Td>
						<Td numeric>
							{stock.known ? (
								<span className={stock.quantity === 0 ? 'text-ink-3' : 'font-medium text-ink'}>{stock.quantity}</span>
							) : (
								<Badge tone="warning">{t('unknown')}</Badge>
							)}
						</Td>
						<Td className="whitespace-nowrap text-ink-2">{stock.asOf !== null && <Time at={stock.asOf} />}</Td>
					</Tr>
				))}
			</Tbody>
		</Table>
	);
}
