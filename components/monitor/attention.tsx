'use client';

import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { stayOf } from '@/components/journeys/stay';
import type { JourneyState } from '@/db/monitor';
import { sayDuration } from '@/lib/say-duration';

/** Older than this, a queue is not just busy. */
const STUCK_SECONDS = 10;

type AttentionProps = {
	state: JourneyState;
	journeyId: string;
	/** Also where to look for it, and what the machinery says. */
	technical: boolean;
};

/** What is stuck and why, in one strip that is only there when something is. */
export function Attention({ state, journeyId, technical }: AttentionProps) {
	const t = useTranslations('monitor');
	const locale = useLocale();
	const late = (seconds: number) => sayDuration(stayOf(seconds * 1000), locale);
	const { attention, installation } = state;
	const list = `/journeys/${journeyId}/enrollments`;
	const needs: { text: string; href?: string; detail?: string | null }[] = [
		...(attention.failed > 0
			? [{ text: t('needs.failed', { n: attention.failed }), href: `${list}?status=failed` }]
			: []),
		...(attention.retrying > 0
			? [{ text: t('needs.retrying', { n: attention.retrying }), href: `${list}?status=open` }]
			: []),
		...(attention.unknown > 0
			? [{ text: t('needs.unknown', { n: attention.unknown }), href: `${list}?unknown=1` }]
			: []),
		...(attention.overdue > 0
			? [{ text: t('needs.overdue', { n: attention.overdue }), detail: t('lookAt.workers') }]
			: []),
		...(attention.fanOuts > 0
			? [{ text: t('needs.fanOuts', { n: attention.fanOuts }), href: `/journeys/${journeyId}/reach` }]
			: []),
		...(installation.queueAge > STUCK_SECONDS
			? [{ text: t('needs.queue', { time: late(installation.queueAge) }), detail: t('lookAt.workers') }]
			: []),
		...(installation.quarantined > 0
			? [{ text: t('needs.quarantined', { n: installation.quarantined }), detail: installation.lastError }]
			: []),
		...(installation.undeliveredAge > STUCK_SECONDS
			? [
					{
						text: t('needs.undelivered', { n: installation.undelivered, time: late(installation.undeliveredAge) }),
						detail: [t('lookAt.temporal'), installation.undeliveredError].filter(Boolean).join(': '),
					},
				]
			: []),
	];
	if (needs.length === 0) return null;
	return (
		<section
			aria-label={t('attention')}
			className="flex flex-wrap items-start gap-x-6 gap-y-1 border-line border-b bg-warning-soft px-4 py-2.5 text-sm text-warning"
		>
			<TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
			<ul className="flex flex-wrap gap-x-6 gap-y-1">
				{needs.map(({ text, href, detail }) => (
					<li key={text} className="min-w-0">
						{href ? (
							<Link href={href} className="font-medium underline underline-offset-4">
								{text}
							</Link>
						) : (
							<span className="font-medium">{text}</span>
						)}
						{technical && detail && <span className="wrap-anywhere ml-2 text-xs">{detail}</span>}
					</li>
				))}
			</ul>
		</section>
	);
}
