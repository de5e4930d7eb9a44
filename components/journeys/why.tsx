import { useLocale, useTranslations } from 'next-intl';
import { z } from 'zod';
import { say, text } from '@/lib/text';

const worded = z.object({ words: text });

/**
 * A short code as words, when it is one of ours; what a provider says is shown as it is. `evidence`: of the step, which
 * keeps in every language what went wrong.
 */
export function Why({ code, evidence }: { code: string; evidence?: unknown }) {
	const t = useTranslations('enrollments.why');
	const locale = useLocale();
	const known = WHY.find((w) => w === code);
	const kept = worded.safeParse(evidence);
	return <>{known ? t(known) : kept.success ? say(kept.data.words, locale) : code}</>;
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
