'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';

type SaveBarProps = { dirty: boolean; pending: boolean; onDiscard: () => void };

/** At the foot of a form of settings: what is not saved yet can be saved or given up. */
export function SaveBar({ dirty, pending, onDiscard }: SaveBarProps) {
	const t = useTranslations('settings.general');
	const common = useTranslations('common');
	return (
		<div className="sticky bottom-0 z-10 -mx-4 flex items-center justify-end gap-3 border-line border-t bg-canvas/95 px-4 py-3 backdrop-blur sm:mx-0 sm:px-0">
			<p aria-live="polite" className="mr-auto text-ink-3 text-xs">
				{dirty ? t('unsaved') : ''}
			</p>
			{dirty && (
				<Button variant="ghost" onClick={onDiscard}>
					{t('discard')}
				</Button>
			)}
			<Button type="submit" variant="primary" pending={pending} disabled={!dirty}>
				{common('save')}
			</Button>
		</div>
	);
}
