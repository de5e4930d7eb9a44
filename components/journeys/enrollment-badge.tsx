import { useTranslations } from 'next-intl';
import { Badge, type BadgeTone } from '@/components/ui/badge';
import type { EnrollmentStatus } from '@/db/schema';
import { Outcome } from './outcome';

const TONE: Record<EnrollmentStatus, BadgeTone> = {
	starting: 'accent',
	running: 'accent',
	waiting: 'accent',
	ended: 'neutral',
	failed: 'danger',
	stopped: 'outline',
	merged: 'outline',
};

export function EnrollmentBadge({ status, outcome }: { status: EnrollmentStatus; outcome: string | null }) {
	const t = useTranslations('enrollments.status');
	return <Badge tone={TONE[status]}>{status === 'ended' && outcome ? <Outcome code={outcome} /> : t(status)}</Badge>;
}
