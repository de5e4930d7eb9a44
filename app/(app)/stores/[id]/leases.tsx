import { getTranslations } from 'next-intl/server';
import { Time } from '@/components/ui/time';
import type { NamedLease } from '@/db/stock-leases';
import { ClaimButton } from './claim-button';

/** What is kept aside for her: here, to be handed over, or in another store. */
export async function Leases({ storeId, leases }: { storeId: string; leases: NamedLease[] }) {
	if (leases.length === 0) return null;
	const t = await getTranslations('counter');
	return (
		<section className="mt-5">
			<h3 className="font-medium text-ink text-sm">{t('leases')}</h3>
			<ul className="divide-y divide-line">
				{leases.map((lease) => (
					<li key={lease.id} className="flex items-center gap-3 py-3">
						<div className="min-w-0 flex-1">
							<p className="break-words font-medium text-ink">{lease.product}</p>
							<p className="text-ink-3 text-xs">
								{[lease.storeId !== storeId && lease.store, lease.sku, t('pieces', { n: lease.quantity })]
									.filter(Boolean)
									.join(' · ')}{' '}
								· {t('until')} <Time at={lease.until} show="absolute" />
							</p>
						</div>
						{lease.storeId === storeId && <ClaimButton storeId={storeId} id={lease.id} product={lease.product} />}
					</li>
				))}
			</ul>
		</section>
	);
}
