'use client';

import { ArrowRight, X } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { KIND_CLASS } from '@/components/canvas/kind-class';
import { withoutTemplate } from '@/components/canvas/without-template';
import { useNames } from '@/components/journeys/names';
import { Why } from '@/components/journeys/why';
import { Badge } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import type { NodeCount } from '@/db/monitor';
import type { GraphNode } from '@/lib/graph';
import { say } from '@/lib/text';
import { nodeType } from '@/nodes';
import { presence, presenceHref } from './presence';

type NodePanelProps = {
	journeyId: string;
	node: GraphNode;
	count: NodeCount | undefined;
	passed: (nodeId: string, port: string) => number;
	onClose?: () => void;
};

/** One step's figures: who is there, how they left, and why what was not sent was not. */
export function NodePanel({ journeyId, node, count, passed, onClose }: NodePanelProps) {
	const t = useTranslations('monitor');
	const common = useTranslations('common');
	const format = useFormatter();
	const locale = useLocale();
	const names = useNames();
	const type = nodeType(node.type);
	const { ports, summary } = type?.draw(node.config, locale, names) ?? { ports: [], summary: '' };
	const here = count ? presence(count) : [];
	const reasons = Object.entries(count?.reasons ?? {}).sort(([, a], [, b]) => b - a);
	return (
		<div className="flex flex-col gap-5">
			<header className="flex items-start gap-3">
				<span className={cn('grid size-9 shrink-0 place-items-center rounded-lg', KIND_CLASS[type?.kind ?? 'action'])}>
					<Icon name={type?.icon ?? 'circle-alert'} className="size-4.5" />
				</span>
				<div className="min-w-0 flex-1">
					<h2 className="font-semibold text-ink">{node.name ?? say(type?.label ?? node.type, locale)}</h2>
					<p className="break-words text-ink-3 text-xs">{withoutTemplate(summary)}</p>
				</div>
				{onClose && (
					<IconButton label={common('close')} size="sm" onClick={onClose}>
						<X />
					</IconButton>
				)}
			</header>
			{type?.kind !== 'trigger' && (
				<section aria-label={t('now')}>
					<h3 className="mb-1.5 font-medium text-ink text-sm">{t('now')}</h3>
					{here.length === 0 ? (
						<p className="text-ink-3 text-sm">{t('nobody')}</p>
					) : (
						<ul className="flex flex-wrap gap-1.5">
							{here.map(({ kind, n, tone }) => (
								<li key={kind}>
									<Link href={presenceHref(journeyId, node.id, kind)}>
										<Badge tone={tone}>{t(kind, { n })}</Badge>
									</Link>
								</li>
							))}
						</ul>
					)}
				</section>
			)}
			{ports.length > 0 && (
				<Figures
					title={t('leftBy')}
					rows={ports.map(({ id, label }) => ({
						key: id,
						label: say(label, locale),
						value: format.number(passed(node.id, id)),
					}))}
				/>
			)}
			{reasons.length > 0 && (
				<Figures
					title={t('reasons')}
					rows={reasons.map(([code, n]) => ({ key: code, label: <Why code={code} />, value: format.number(n) }))}
				/>
			)}
			{type?.kind !== 'trigger' && (
				<Link href={presenceHref(journeyId, node.id)} className={cn(buttonClass({ size: 'sm' }), 'self-start')}>
					{t('seeThem')}
					<ArrowRight aria-hidden />
				</Link>
			)}
		</div>
	);
}

function Figures({ title, rows }: { title: string; rows: { key: string; label: ReactNode; value: string }[] }) {
	return (
		<section aria-label={title}>
			<h3 className="mb-1 font-medium text-ink text-sm">{title}</h3>
			<dl className="divide-y divide-line text-sm">
				{rows.map(({ key, label, value }) => (
					<div key={key} className="flex justify-between gap-3 py-1.5">
						<dt className="min-w-0 truncate text-ink-2 first-letter:uppercase">{label}</dt>
						<dd className="font-medium text-ink tabular-nums">{value}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}
