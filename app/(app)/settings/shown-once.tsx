'use client';

import { useTranslations } from 'next-intl';
import { CopyButton } from '@/components/ui/copy-button';
import { Notice } from '@/components/ui/notice';

/** A secret that is on the screen now and never again. */
export function ShownOnce({ label, secret }: { label: string; secret: string }) {
	const t = useTranslations('settings');
	return (
		<div className="flex flex-col gap-3">
			<div className="flex items-center gap-2 rounded-lg border border-line bg-subtle py-2 pr-2 pl-3">
				<output aria-label={label} className="min-w-0 flex-1 select-all break-all font-mono text-sm">
					{secret}
				</output>
				<CopyButton text={secret} />
			</div>
			<Notice tone="warning">{t('shownOnce')}</Notice>
		</div>
	);
}
