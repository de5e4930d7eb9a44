import { useTranslations } from 'next-intl';
import { Badge, type BadgeTone } from '@/components/ui/badge';

type Status = 'draft' | 'live' | 'paused' | 'stopped' | 'archived';
const TONE: Record<Status, BadgeTone> = {
	draft: 'neutral',
	live: 'success',
	paused: 'warning',
	stopped: 'outline',
	archived: 'outline',
};

export function StatusBadge({ status }: { status: Status }) {
	const t = useTranslations('journeys.status');
	return (
		<Badge tone={TONE[status]} dot>
			{t(status)}
		</Badge>
	);
}
