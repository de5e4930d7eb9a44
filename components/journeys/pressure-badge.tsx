import { useTranslations } from 'next-intl';
import { pressureOf } from '@/lib/pressure';

/** “Promotional · Priority 70”: what a journey's messages are, and how they fare against others. */
export function PressureBadge({ settings }: { settings: Parameters<typeof pressureOf>[0] }) {
	const t = useTranslations('pressure');
	const { kind, priority } = pressureOf(settings);
	return (
		<span className="whitespace-nowrap text-ink-3 text-xs">
			{t(`kinds.${kind}`)}
			{kind === 'promotional' && ` · ${t('priority', { n: priority })}`}
		</span>
	);
}
