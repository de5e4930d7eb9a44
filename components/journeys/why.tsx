import { useTranslations } from 'next-intl';

/** A short code as words, when it is one of ours; what a provider or a developer's node says is shown as it is. */
export function Why({ code }: { code: string }) {
	const t = useTranslations('enrollments.why');
	const known = WHY.find((w) => w === code);
	return <>{known ? t(known) : code}</>;
}

const WHY = [
	'no-consent',
	'no-address',
	'frequency-cap',
	'arbitration',
	'offer-ended',
	'offer-ends-soon',
	'already-bought',
	'out-of-stock',
	'stock-unknown',
	'too-late',
	'timeout',
	'timer',
	'event',
	'exit',
	'order',
	'retrying',
	'gave-up',
	'no-store',
	'provider-rejected',
	'not-configured',
	'crash-mid-call',
	'unknown',
	'quiet-hours',
	'template-error',
	'over-cap',
	'address-not-allowed',
	'journey-not-live',
	'already-open',
	'reentry',
	'no-key',
	'too-many-journeys',
	'offer-to-come',
	'offer-over',
	'not-at-this-store',
	'total-limit',
	'customer-limit',
	'pool-empty',
	'already-used',
	'no-stock',
] as const;
