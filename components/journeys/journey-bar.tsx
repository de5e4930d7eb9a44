import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ComponentProps, ReactNode } from 'react';
import { JourneyTabs } from './journey-tabs';
import { PressureBadge } from './pressure-badge';
import { StatusBadge } from './status-badge';

type JourneyBarProps = {
	id: string;
	status: 'draft' | 'live' | 'paused' | 'stopped' | 'archived';
	published: boolean;
	/** The page's h1, or what it is edited in. */
	name: ReactNode;
	/** What its messages are is shown where there is room. */
	settings: ComponentProps<typeof PressureBadge>['settings'];
	/** Beside the status: whether it is saved, whether figures are fresh. */
	state?: ReactNode;
	actions?: ReactNode;
};

/** The top of the three pages of a journey: the same things at the same place. */
export function JourneyBar({ id, status, published, name, settings, state, actions }: JourneyBarProps) {
	const t = useTranslations('journeys');
	return (
		<header className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-2 border-line border-b bg-surface px-3 py-2 lg:h-12 lg:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] lg:py-0">
			<div className="col-span-2 flex min-w-0 items-center gap-2 lg:col-span-1">
				<Link
					href="/journeys"
					className="flex shrink-0 items-center gap-1 rounded-md py-1 text-ink-3 text-xs hover:text-ink"
				>
					{t('title')}
					<ChevronRight aria-hidden className="size-3.5" />
				</Link>
				{name}
				<StatusBadge status={status} />
				<span className="max-xl:hidden">
					<PressureBadge settings={settings} />
				</span>
				{state && (
					<>
						<span aria-hidden className="text-ink-3 text-xs max-xl:hidden">
							·
						</span>
						{state}
					</>
				)}
			</div>
			{published ? <JourneyTabs id={id} /> : <span />}
			<div className="flex items-center justify-end gap-2">{actions}</div>
		</header>
	);
}
