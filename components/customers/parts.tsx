import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { EnrollmentBadge } from '@/components/journeys/enrollment-badge';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import type { CustomerPicture } from '@/db/customer-picture';
import { sayMoney } from '@/lib/money';
import type { Names } from '@/lib/names';
import { sayProducts } from '@/lib/say-event';
import { say } from '@/lib/text';

type Part = { picture: CustomerPicture };

/** What she has put aside and not paid yet. */
export function BasketCard({ picture: { basket, bought } }: Part) {
	const t = useTranslations('customer');
	const locale = useLocale();
	if (!basket) return null;
	const currency = basket.currency ?? bought.currency;
	return (
		<Card
			title={t('basket')}
			description={<Time at={basket.changedAt} />}
			actions={
				<span className="font-semibold text-ink tabular-nums">{sayMoney(basket.totalMinor, currency, locale)}</span>
			}
		>
			<ul className="flex flex-col gap-1.5 text-sm">
				{basket.lines.map((line) => (
					<li key={`${line.productId} ${line.sku}`} className="flex items-baseline justify-between gap-4">
						<span className="min-w-0 truncate text-ink" title={line.name ?? undefined}>
							{line.quantity > 1 && `${line.quantity} × `}
							{line.name ?? line.productId ?? line.sku}
						</span>
						{line.priceMinor !== null && (
							<span className="text-ink-2 tabular-nums">
								{sayMoney(line.priceMinor * line.quantity, currency, locale)}
							</span>
						)}
					</li>
				))}
			</ul>
		</Card>
	);
}

/** Online and in stores, the latest first. */
export function OrdersCard({ picture: { orders, bought } }: Part) {
	const t = useTranslations('customer');
	const locale = useLocale();
	return (
		<Card title={t('orders')}>
			{orders.length === 0 && <p className="text-ink-3 text-sm">{t('noOrders')}</p>}
			<ul className="-my-1 divide-y divide-line text-sm">
				{orders.slice(0, 10).map((order) => (
					<li key={order.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-2">
						<span className={order.undone ? 'text-ink-3 line-through' : 'font-medium text-ink'}>
							{sayMoney(
								order.totalMinor - (order.undone ? 0 : order.refundedMinor),
								order.currency ?? bought.currency,
								locale,
							)}
						</span>
						<Badge tone={order.store ? 'accent' : 'neutral'} className="max-w-48">
							<span className="truncate" title={order.store?.name}>
								{order.store?.name ?? t('online')}
							</span>
						</Badge>
						{order.researchedOnline && <Badge tone="outline">{t('researchedOnline')}</Badge>}
						{order.undone && <span className="text-ink-3 text-xs">{t('undone')}</span>}
						<span className="ml-auto text-ink-3 text-xs">
							<Time at={order.at} />
						</span>
						<Products said={sayProducts(order.lines)} />
					</li>
				))}
			</ul>
			{orders.length > 10 && <p className="mt-2 text-ink-3 text-xs">{t('moreOrders', { n: orders.length - 10 })}</p>}
		</Card>
	);
}

function Products({ said }: { said: string }) {
	if (said === '') return null;
	return (
		<p className="w-full truncate text-ink-2 text-xs" title={said}>
			{said}
		</p>
	);
}

/** Those she is in first, then those she was in. */
export function JourneysCard({ picture: { journeys } }: Part) {
	const t = useTranslations('customer');
	return (
		<Card title={t('journeys')}>
			{journeys.length === 0 && <p className="text-ink-3 text-sm">{t('noJourneys')}</p>}
			<ul className="-my-1 divide-y divide-line text-sm">
				{journeys.slice(0, 12).map((row) => (
					<li key={row.enrollmentId} className="flex items-center gap-3 py-2">
						<Link
							href={`/enrollments/${row.enrollmentId}`}
							className="min-w-0 flex-1 truncate font-medium text-ink hover:underline"
						>
							{row.name}
						</Link>
						<EnrollmentBadge status={row.status} outcome={row.outcome} />
						<span className="text-ink-3 text-xs">
							<Time at={row.enteredAt} />
						</span>
					</li>
				))}
			</ul>
		</Card>
	);
}

/** What she agreed to, as it stands, and every decision behind it with its proof. */
export function ConsentsCard({ picture: { consents, standing }, names }: Part & { names: Names }) {
	const t = useTranslations('customer');
	const locale = useLocale();
	const latest = [...new Map(consents.toReversed().map((each) => [`${each.channel} ${each.purpose}`, each])).values()];
	return (
		<Card title={t('consents')}>
			{latest.length === 0 && <p className="text-ink-3 text-sm">{t('neverAsked')}</p>}
			<ul className="flex flex-col gap-3 text-sm">
				{latest.map((each) => {
					const granted = standing[each.channel]?.[each.purpose] ?? false;
					return (
						<li key={`${each.channel} ${each.purpose}`}>
							<div className="flex flex-wrap items-center justify-between gap-2">
								<span className="wrap-anywhere min-w-0 text-ink">
									{t('channel', { channel: each.channel })} ·{' '}
									{say(names.purposes?.[each.purpose] ?? each.purpose, locale)}
								</span>
								<Badge tone={granted ? 'success' : 'neutral'}>{t(granted ? 'granted' : 'refused')}</Badge>
							</div>
							<p className="wrap-anywhere mt-0.5 text-ink-3 text-xs">
								{each.source} · <Time at={each.decidedAt} show="absolute" />
							</p>
							{each.wording && <p className="wrap-anywhere mt-0.5 text-ink-2 text-xs">“{each.wording}”</p>}
						</li>
					);
				})}
			</ul>
		</Card>
	);
}

/** What she is found by, since when, and by whose word. */
export function IdentitiesCard({ picture: { identities } }: Part) {
	const t = useTranslations('customer');
	const kinds = useTranslations('customers.kinds');
	return (
		<Card title={t('identities')}>
			<ul className="flex flex-col gap-2.5 text-sm">
				{identities.map(({ kind, value, verified, source, firstSeenAt, lastSeenAt }) => (
					<li key={`${kind} ${value}`}>
						<p className="flex flex-wrap items-center gap-2 text-ink-3 text-xs">
							{kinds(kind)} {verified && <Badge tone="success">{t('verified')}</Badge>}
						</p>
						<p className="break-all text-ink">{value}</p>
						<p className="wrap-anywhere text-ink-3 text-xs">
							{source.startsWith('key:') ? t('byKey') : source} · <Time at={firstSeenAt} />
							{lastSeenAt.getTime() - firstSeenAt.getTime() > 60_000 && (
								<>
									{' – '}
									<Time at={lastSeenAt} />
								</>
							)}
						</p>
					</li>
				))}
			</ul>
		</Card>
	);
}

export function VouchersCard({ picture: { vouchers } }: Part) {
	const t = useTranslations('customer');
	if (vouchers.length === 0) return null;
	return (
		<Card title={t('vouchers')}>
			<ul className="flex flex-col gap-2.5 text-sm">
				{vouchers.slice(0, 10).map((voucher) => (
					<li key={voucher.code}>
						<p className="flex flex-wrap items-center justify-between gap-2">
							<a href={`/v/${voucher.code}`} className="min-w-0 truncate text-ink hover:underline">
								{voucher.title || voucher.code}
							</a>
							<Badge
								tone={voucher.state === 'issued' ? 'accent' : voucher.state === 'redeemed' ? 'success' : 'neutral'}
							>
								{t(`voucherState.${voucher.state}`)}
							</Badge>
						</p>
						<p className="text-ink-3 text-xs">
							<span className="font-mono">{voucher.code}</span>
							{voucher.store && ` · ${voucher.store.name}`}
						</p>
					</li>
				))}
			</ul>
		</Card>
	);
}
