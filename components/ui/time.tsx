'use client';

import { useFormatter, useNow, useTranslations } from 'next-intl';
import { Tooltip } from './tooltip';

type TimeProps = {
	/** An instant: epoch milliseconds, or a Date. */
	at: number | Date;
	/** `relative`: “3 minutes ago”, exact in the tooltip. `absolute`: date and time in the retailer's zone; `precise`: to the second. */
	show?: 'relative' | 'absolute' | 'precise';
	className?: string;
};

const EXACT = {
	weekday: 'short',
	day: 'numeric',
	month: 'short',
	year: 'numeric',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	timeZoneName: 'short',
} as const;
const SHORT = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
const SHORT_WITH_YEAR = { ...SHORT, year: 'numeric' } as const;
const SECONDS = { second: '2-digit' } as const;
const TICK_MS = 15_000;

export function Time({ at, show = 'relative', className }: TimeProps) {
	const format = useFormatter();
	const t = useTranslations('common');
	const now = useNow({ updateInterval: TICK_MS });
	const date = new Date(at);
	const away = Math.abs(now.getTime() - date.getTime());
	const words = () => {
		if (show !== 'relative')
			return format.dateTime(date, {
				...(date.getFullYear() === now.getFullYear() ? SHORT : SHORT_WITH_YEAR),
				...(show === 'precise' ? SECONDS : {}),
			});
		return away < TICK_MS ? t('justNow') : format.relativeTime(date, now);
	};
	return (
		<Tooltip content={format.dateTime(date, EXACT)}>
			{/* The server's “now” and the browser's may differ by a tick. */}
			<time dateTime={date.toISOString()} suppressHydrationWarning className={className}>
				{words()}
			</time>
		</Tooltip>
	);
}
