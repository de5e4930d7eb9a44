import Link from 'next/link';
import { getFormatter, getLocale, getTranslations } from 'next-intl/server';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import type { AtCounter } from '@/db/store-page';
import type { Store } from '@/db/stores';
import { nameIn } from '@/lib/customer-name';
import { sayEvent } from '@/lib/say-event';
import { Leases } from './leases';
import { RedeemButton } from './redeem-button';
import { VisitButton } from './visit-button';

/** Her, in five seconds: who she is, what she may use here, what she did last. */
export async function AtTheCounter({
	store,
	customer,
	wholeStory,
}: {
	store: Pick<Store, 'id' | 'timeZone'>;
	customer: AtCounter;
	/** Whether she who asks may open the customer's own page. */
	wholeStory: boolean;
}) {
	const [t, format, locale] = await Promise.all([getTranslations('counter'), getFormatter(), getLocale()]);
	const { id: storeId, timeZone } = store;
	const { facts, points, vouchers, happened, tasks, leases, hereSince } = customer;
	const { used, expired, cancelled } = customer.vouchersOver;
	return (
		<Card>
			<div className="flex flex-wrap items-start justify-between gap-3">
				<div className="min-w-0">
					<h2 className="break-words font-semibold text-ink text-xl">
						{nameIn(facts.traits) ?? facts.email ?? facts.phone ?? t('unnamed')}
					</h2>
					<p className="break-words text-ink-2 text-sm">{[facts.email, facts.phone].filter(Boolean).join(' · ')}</p>
				</div>
				{hereSince ? (
					<Badge tone="success" dot>
						{t('hereSince', {
							time: format.dateTime(hereSince, { timeZone, hour: 'numeric', minute: '2-digit' }),
						})}
					</Badge>
				) : (
					<VisitButton storeId={storeId} customerId={facts.id} />
				)}
			</div>
			<ul className="mt-3 flex flex-wrap gap-2">
				{points?.tier && (
					<li>
						<Badge tone="accent">{points.tier}</Badge>
					</li>
				)}
				{points && (
					<li>
						<Badge tone="neutral">{t('points', { n: points.points })}</Badge>
					</li>
				)}
				{tasks.map((task) => (
					<li key={task.id}>
						<Badge tone="warning">{task.title}</Badge>
					</li>
				))}
			</ul>
			<section className="mt-5">
				<h3 className="font-medium text-ink text-sm">{t('vouchers')}</h3>
				{vouchers.length === 0 ? (
					<p className="mt-1 text-ink-3 text-sm">
						{used + expired + cancelled === 0
							? t('neverVouchers')
							: [
									t('noVouchers'),
									...(used > 0 ? [t('vouchersUsed', { n: used })] : []),
									...(expired > 0 ? [t('vouchersExpired', { n: expired })] : []),
									...(cancelled > 0 ? [t('vouchersCancelled', { n: cancelled })] : []),
								].join(' ')}
					</p>
				) : (
					<ul className="divide-y divide-line">
						{vouchers.map((voucher) => (
							<li key={voucher.code} className="flex items-center gap-3 py-3">
								<div className="min-w-0 flex-1">
									<p className="break-words font-medium text-ink">{voucher.title}</p>
									<p className="text-ink-3 text-xs">
										{[voucher.terms, voucher.code].filter(Boolean).join(' · ')} · {t('until')}{' '}
										<Time at={voucher.expiresAt} show="absolute" />
									</p>
								</div>
								<RedeemButton storeId={storeId} code={voucher.code} title={voucher.title} />
							</li>
						))}
					</ul>
				)}
			</section>
			<Leases storeId={storeId} leases={leases} />
			<section className="mt-5">
				<h3 className="font-medium text-ink text-sm">{t('lately')}</h3>
				{happened.length === 0 && <p className="mt-1 text-ink-3 text-sm">{t('nothingLately')}</p>}
				<ol className="mt-1 flex flex-col gap-1.5">
					{happened.map((event) => (
						<li key={event.seq} className="flex flex-wrap items-baseline gap-x-3 text-sm sm:flex-nowrap">
							<span className="shrink-0 text-ink">{event.name}</span>
							<Said words={sayEvent(event.properties, customer.names, customer.currency, locale)} />
							<span className="ml-auto shrink-0 text-ink-3 text-xs">
								<Time at={event.at} />
							</span>
						</li>
					))}
				</ol>
			</section>
			{wholeStory && (
				<Link href={`/customers/${facts.id}`} className="mt-4 inline-block text-accent-ink text-sm hover:underline">
					{t('whole')}
				</Link>
			)}
		</Card>
	);
}

function Said({ words }: { words: string }) {
	if (words === '') return null;
	return (
		<span className="min-w-0 truncate text-ink-2 max-sm:order-last max-sm:w-full sm:flex-1" title={words}>
			{words}
		</span>
	);
}
