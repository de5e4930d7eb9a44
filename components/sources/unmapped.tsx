'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { forget, tryAgain } from '@/app/(app)/settings/sources/actions';
import { Refresh } from '@/components/shell/refresh';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import type { Reason, ReasonCount } from '@/db/source-payloads';
import { useSayProblem } from './say-problem';

type UnmappedProps = {
	sourceId: string;
	reasons: ReasonCount[];
	/** Of what is mapped again: how many there were, and how many are still to be done. */
	again: { total: number; left: number };
	/** How long it is kept, in days. */
	keptDays: number;
};

/** What gave no event, by reason: to be mapped again, or forgotten. */
export function Unmapped({ sourceId, reasons, again, keptDays }: UnmappedProps) {
	const t = useTranslations('sources');
	const format = useFormatter();
	const sayProblem = useSayProblem();
	if (reasons.length === 0 && again.left === 0) return null;
	const share = again.total > 0 ? Math.max(0, 1 - again.left / again.total) : 0;
	return (
		<Card
			title={t('unmapped')}
			description={t('unmappedHelp', { days: keptDays })}
			actions={reasons.length > 0 && <Orders sourceId={sourceId} reason={null} all />}
		>
			{again.left > 0 && (
				<div className="mb-3">
					<Refresh />
					<p className="mb-1.5 text-ink-2 text-xs">
						{t('mappingAgain', { left: format.number(again.left), total: format.number(again.total) })}
					</p>
					<div
						role="progressbar"
						aria-label={t('mapAgain')}
						aria-valuemin={0}
						aria-valuemax={100}
						aria-valuenow={Math.round(share * 100)}
						className="h-1.5 overflow-hidden rounded-full bg-subtle"
					>
						<div className="h-full rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
					</div>
				</div>
			)}
			<ul className="-my-1 divide-y divide-line">
				{reasons.map(({ why, rule, field, detail, payloads }) => (
					<li key={JSON.stringify([why, rule, field])} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
						<strong className="w-10 shrink-0 text-right font-semibold text-ink text-sm tabular-nums">
							{format.number(payloads)}
						</strong>
						<div className="min-w-0 flex-1 basis-48">
							<Link
								href={`/settings/sources/${sourceId}?${addressOf({ why, rule, field })}`}
								className="break-words text-ink text-sm underline-offset-4 hover:underline"
							>
								{sayProblem({ why, field, detail })}
							</Link>
						</div>
						<Orders sourceId={sourceId} reason={{ why, rule, field }} />
					</li>
				))}
			</ul>
		</Card>
	);
}

/** The page with the payloads of one reason only. */
function addressOf({ why, rule, field }: Reason): URLSearchParams {
	return new URLSearchParams({ show: 'unmapped', why, field, ...(rule === null ? {} : { rule }) });
}

function Orders({ sourceId, reason, all = false }: { sourceId: string; reason: Reason | null; all?: boolean }) {
	const t = useTranslations('sources');
	const router = useRouter();
	const [trying, forgetting] = [useAction(tryAgain), useAction(forget)];
	const again = async () => {
		const result = await trying.run({ id: sourceId, reason });
		if (result.done) {
			const { payloads, left, unmapped } = result.value;
			if (left > 0) toast.info(t('askedAgain', { n: payloads }));
			else {
				const text = t('triedAgain', { mapped: payloads - unmapped, unmapped });
				if (unmapped > 0) toast.error(text);
				else toast.success(text);
			}
		}
		router.refresh();
	};
	return (
		<div className="flex gap-2">
			<Button size="sm" pending={trying.pending} onClick={() => void again()}>
				{t(all ? 'mapAllAgain' : 'mapAgain')}
			</Button>
			<ConfirmDialog
				trigger={
					<Button size="sm" variant="ghost">
						{t(all ? 'dismissAll' : 'dismiss')}
					</Button>
				}
				title={t(all ? 'dismissAllTitle' : 'dismissTitle')}
				description={t('dismissText')}
				confirm={t('dismiss')}
				onConfirm={async () => {
					const result = await forgetting.run({ id: sourceId, reason });
					router.refresh();
					return result.done;
				}}
			/>
		</div>
	);
}
