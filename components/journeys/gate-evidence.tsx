'use client';

import { useLocale, useTranslations } from 'next-intl';
import { z } from 'zod';
import { Time } from '@/components/ui/time';
import { CHANNELS } from '@/lib/channel';
import { sayDuration } from '@/lib/say-duration';
import { useNames } from './names';

const at = z.coerce.date();
const madeWay = z.object({
	journey: z.string(),
	priority: z.number(),
	ownPriority: z.number(),
	/** Absent of one that was dropped. */
	until: at.optional(),
	wentAt: at.optional(),
	expectedAt: at.optional(),
});
const stock = z.object({
	productId: z.string(),
	storeId: z.string().nullable(),
	quantity: z.number().nullable(),
	asOf: at.nullable(),
	/** Kept aside for others. */
	leased: z.number().default(0),
});
/** What the gate kept of why a message did not leave, or not yet; see lib/arbitration.ts and lib/promise.ts. */
const gated = z.union([
	madeWay.transform((held) => ({ of: 'arbitration' as const, ...held })),
	z.object({ held: madeWay }).transform(({ held }) => ({ of: 'arbitration' as const, ...held })),
	z
		.object({ ahead: z.array(z.object({ journey: z.string() })).min(1) })
		.transform(({ ahead }) => ({ of: 'ahead' as const, ahead })),
	z
		.object({ sent: z.number(), max: z.number(), per: z.string(), over: z.enum([...CHANNELS, 'all']) })
		.transform((cap) => ({ of: 'cap' as const, ...cap })),
	z
		.object({ productId: z.string(), orderId: z.string(), orderedAt: at })
		.transform((order) => ({ of: 'order' as const, ...order })),
	stock.transform((figure) => ({ of: 'stock' as const, ...figure })),
	z.object({ state: z.string(), expiresAt: at }).transform((voucher) => ({ of: 'voucher' as const, ...voucher })),
]);
type Gated = z.infer<typeof gated>;

/** The figures and instants behind a reason; nothing where there are none. */
export function GateEvidence({ evidence }: { evidence: unknown }) {
	const parsed = gated.safeParse(evidence);
	if (!parsed.success) return null;
	return (
		<p className="text-ink-3 text-xs">
			<Sentence what={parsed.data} />
		</p>
	);
}

function Sentence({ what }: { what: Gated }) {
	const t = useTranslations('pressure');
	const locale = useLocale();
	const { products, stores } = useNames();
	switch (what.of) {
		case 'arbitration': {
			const { journey, priority, ownPriority, wentAt, expectedAt, until } = what;
			return (
				<>
					{t('madeWay', { journey, priority, own: ownPriority })}
					{wentAt && (
						<>
							{', '}
							{t('wentAt')} <Time at={wentAt} show="absolute" />
						</>
					)}
					{expectedAt && (
						<>
							{', '}
							{t('expectedAt')} <Time at={expectedAt} show="absolute" />
						</>
					)}
					{until && (
						<>
							{' · '}
							{t('heldUntil')} <Time at={until} show="absolute" />
						</>
					)}
				</>
			);
		}
		case 'ahead':
			return t('ahead', { journeys: what.ahead.map(({ journey }) => journey).join(', ') });
		case 'cap':
			return `${t('cap', { sent: what.sent, max: what.max, over: t(`over.${what.over}`) })} ${sayDuration(what.per, locale)}`;
		case 'order':
			return (
				<>
					{t('ordered', { product: products?.[what.productId] ?? what.productId, order: what.orderId })}{' '}
					<Time at={what.orderedAt} show="absolute" />
				</>
			);
		case 'stock': {
			const product = products?.[what.productId] ?? what.productId;
			if (what.storeId === null) return t('noStore', { product });
			const there = { product, store: stores?.[what.storeId] ?? what.storeId };
			if (what.asOf === null) return t('stockNever', there);
			return (
				<>
					{what.quantity === null ? t('stockOld', there) : t('stock', { ...there, quantity: what.quantity })}{' '}
					<Time at={what.asOf} show="absolute" />
					{what.leased > 0 && ` · ${t('leased', { n: what.leased })}`}
				</>
			);
		}
		case 'voucher':
			if (what.state === 'redeemed') return t('voucherUsed');
			if (what.state === 'cancelled') return t('voucherTakenBack');
			return (
				<>
					{t('voucherEnds')} <Time at={what.expiresAt} show="absolute" />
				</>
			);
	}
}
