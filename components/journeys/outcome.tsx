import { useTranslations } from 'next-intl';

/** How an enrollment ended: what a person called it, or our own words for what is not hers to name. */
export function Outcome({ code }: { code: string }) {
	const t = useTranslations('enrollments.outcomes');
	const known = OURS.find((outcome) => outcome === code);
	return <>{known ? t(known) : code}</>;
}

const OURS = [
	'failed',
	'stopped',
	'ended-by-ops',
	'erased',
	'merged',
	'completed',
	'replaced',
	'exited',
	'sent',
	'skipped',
	'timeout',
	'issued',
	'done',
	'else',
] as const;
