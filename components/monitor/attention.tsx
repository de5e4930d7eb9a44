'use client';

import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { JourneyState } from '@/db/monitor';

/** Older than this, a queue is not just busy. */
const STUCK_SECONDS = 10;

/** What is stuck and why, in one strip that is only there when something is. */
export function Attention({ state, journeyId }: { state: JourneyState; journeyId: string }) {
	const t = useTranslations('monitor');
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
		...(attention.overdue > 0 ? [{ text: t('needs.overdue', { n: attention.overdue }) }] : []),
		...(attention.fanOuts > 0
			? [{ text: t('needs.fanOuts', { n: attention.fanOuts }), href: `/journeys/${journeyId}/reach` }]
			: []),
		...(installation.queueAge > STUCK_SECONDS ? [{ text: t('needs.queue', { seconds: installation.queueAge }) }] : []),
		...(installation.quarantined > 0
			? [{ text: t('needs.quarantined', { n: installation.quarantined }), detail: installation.lastError }]
			: []),
		...(installation.undeliveredAge > STUCK_SECONDS
			? [
					{
						text: t('needs.undelivered', { n: installation.undelivered, seconds: installation.undeliveredAge }),
						detail: installation.undeliveredError,
					},
				]
			: []),
		...(installation.unmapped > 0
			? [{ text: t('needs.unmapped', { n: installation.unmapped }), href: '/settings/sources' }]
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
						{detail && <span className="wrap-anywhere ml-2 font-mono text-xs">{detail}</span>}
					</li>
				))}
			</ul>
		</section>
	);
}
