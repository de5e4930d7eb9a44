import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Badge } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import type { ConflictRow } from '@/db/redemption-conflicts';
import { WEB } from '@/lib/place';
import { DecideButtons } from './decide-buttons';

type ConflictsProps = {
	conflicts: ConflictRow[];
	/** Names of stores by their ids. */
	places: ReadonlyMap<string, string>;
	canDecide: boolean;
	/** Names the offer, where several are on one page. */
	linked?: boolean;
};

/** Discounts that tills gave while they were offline, for vouchers that were no longer to be had. */
export async function Conflicts({ conflicts, places, canDecide, linked }: ConflictsProps) {
	const [t, scope] = await Promise.all([getTranslations('offers'), getTranslations('scope')]);
	const placeName = (id: string) => (id === WEB ? scope('web') : (places.get(id) ?? id));
	return (
		<ul className="divide-y divide-line">
			{conflicts.map((conflict) => (
				<li key={conflict.id} className="flex flex-col gap-3 py-3 first:pt-0 last:pb-0 sm:flex-row sm:items-start">
					<div className="min-w-0 flex-1 text-sm">
						<p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium text-ink">
							<span className="break-all font-mono">{conflict.code}</span>
							<Badge tone="warning">{t(`found.${conflict.found}`)}</Badge>
							{linked && conflict.offerId && (
								<Link href={`/offers/${conflict.offerId}`} className="font-normal text-accent-ink hover:underline">
									{conflict.offerId}
								</Link>
							)}
						</p>
						<p className="mt-1 text-ink-2">
							{t('givenAt', { store: placeName(conflict.storeId) })} <Time at={conflict.redeemedAt} show="absolute" /> ·{' '}
							{t('reported')} <Time at={conflict.reportedAt} />
						</p>
						{conflict.firstRedeemedAt && (
							<p className="text-ink-3">
								{t('firstAt', { store: placeName(conflict.firstStoreId ?? '') })}{' '}
								<Time at={conflict.firstRedeemedAt} show="absolute" />
							</p>
						)}
						{conflict.decision && conflict.decidedAt && (
							<p className="mt-1 text-ink-2">
								<Badge tone={conflict.decision === 'goodwill' ? 'success' : 'neutral'} className="mr-2">
									{t(`decided.${conflict.decision}`)}
								</Badge>
								{[conflict.decidedByName, conflict.note].filter(Boolean).join(' · ')}
								{(conflict.decidedByName || conflict.note) && ' · '}
								<Time at={conflict.decidedAt} />
							</p>
						)}
					</div>
					{conflict.decision === null && canDecide && <DecideButtons id={conflict.id} code={conflict.code} />}
				</li>
			))}
		</ul>
	);
}
