'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import type { Tiers } from '@/lib/tiers';

/** What regular customers are called, and from how many points on. */
export function TierFields({
	value,
	error,
	onChange,
}: {
	value: Tiers;
	error: string | undefined;
	onChange: (tiers: Tiers) => void;
}) {
	const t = useTranslations('points');
	const change = (index: number, to: Partial<Tiers[number]>) =>
		onChange(value.map((tier, n) => (n === index ? { ...tier, ...to } : tier)));
	return (
		<div className="flex flex-col gap-3">
			{value.length === 0 && <p className="text-ink-3 text-sm">{t('noTiers')}</p>}
			<ul className="flex flex-col gap-2">
				{value.map((tier, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: tiers have no identity but their place.
					<li key={index} className="flex items-center gap-2">
						<Input
							aria-label={t('tierName', { n: index + 1 })}
							value={tier.name}
							maxLength={40}
							placeholder={t('tierPlaceholder')}
							onChange={(event) => change(index, { name: event.target.value })}
							className="min-w-0 flex-1"
						/>
						<span className="text-ink-2 text-sm">{t('from')}</span>
						<Input
							type="number"
							min={0}
							aria-label={t('tierFrom', { n: index + 1 })}
							value={String(tier.from)}
							onChange={(event) => change(index, { from: Math.max(0, Math.trunc(Number(event.target.value))) })}
							className="w-24 tabular-nums"
						/>
						<span className="text-ink-3 text-sm max-sm:sr-only">{t('unit')}</span>
						<IconButton
							label={t('removeTier', { name: tier.name })}
							size="sm"
							onClick={() => onChange(value.filter((_, n) => n !== index))}
						>
							<Trash2 />
						</IconButton>
					</li>
				))}
			</ul>
			{error && (
				<Notice tone="danger" alert>
					{error}
				</Notice>
			)}
			{value.length < 10 && (
				<Button
					size="sm"
					className="self-start"
					onClick={() => onChange([...value, { name: '', from: (value.at(-1)?.from ?? 0) + 100 }])}
				>
					<Plus aria-hidden />
					{t('addTier')}
				</Button>
			)}
		</div>
	);
}
