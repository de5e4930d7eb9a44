'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Time } from '@/components/ui/time';
import { lookFor } from './actions';

type Found = Extract<Awaited<ReturnType<typeof lookFor>>, { ok: true }>['value'];

/** Where a product is to be had: here, and in the stores around. */
export function Availability({ storeId }: { storeId: string }) {
	const t = useTranslations('counter');
	const [text, setText] = useState('');
	const [found, setFound] = useState<Found | null>(null);
	const look = useAction(lookFor, ['text']);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const result = await look.run({ storeId, text });
		if (result.done) setFound(result.value);
	};
	return (
		<Card title={t('stock')}>
			<form onSubmit={(event) => void submit(event)} noValidate>
				<Field label={t('product')} hideLabel error={look.errorAt('text')}>
					<div className="flex gap-2">
						<Input
							value={text}
							placeholder={t('product')}
							leading={<Search aria-hidden />}
							className="h-11 sm:h-11"
							onChange={(event) => setText(event.target.value)}
						/>
						<Button type="submit" size="lg" className="h-11" pending={look.pending}>
							{t('findButton')}
						</Button>
					</div>
				</Field>
			</form>
			<div aria-live="polite">
				{found?.length === 0 && <p className="mt-3 text-ink-3 text-sm">{t('noProduct')}</p>}
				<ul className="divide-y divide-line">
					{found?.map(({ id, name, here, nearby }) => (
						<li key={id} className="py-3 text-sm">
							<div className="flex items-center justify-between gap-3">
								<span className="min-w-0 break-words font-medium text-ink">{name}</span>
								{here?.known ? (
									<Badge tone={here.quantity > 0 ? 'success' : 'neutral'}>{t('here', { n: here.quantity })}</Badge>
								) : (
									<Badge tone="warning">{t('unsure')}</Badge>
								)}
							</div>
							{here?.asOf && (
								<p className="text-ink-3 text-xs">
									{t('asOf')} <Time at={new Date(here.asOf)} />
								</p>
							)}
							<ul className="mt-1 text-ink-2">
								{nearby.map((other) => (
									<li key={other.id} className="flex justify-between gap-3">
										<span className="min-w-0 truncate">{other.name}</span>
										<span className="shrink-0 text-ink-3 tabular-nums">
											{t('nearby', { n: other.quantity ?? 0, km: (other.metres / 1000).toFixed(1) })}
										</span>
									</li>
								))}
							</ul>
						</li>
					))}
				</ul>
			</div>
		</Card>
	);
}
