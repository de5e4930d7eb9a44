import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { channel } from '@/lib/channel';
import { Why } from './why';

const evidenceSchema = z.object({
	reached: z.object({
		channel: channel.nullable(),
		why: z.enum(['begun', 'preferred', 'answers-more', 'cheaper', 'first']).nullable().catch(null),
		others: z.array(z.object({ channel, why: z.string() })),
	}),
});

/** Which channel a step chose, and why not the others; nothing where it had no choice. */
export function ReachEvidence({ evidence }: { evidence: unknown }) {
	const t = useTranslations('pressure');
	const parsed = evidenceSchema.safeParse(evidence);
	if (!parsed.success) return null;
	const { reached } = parsed.data;
	return (
		<p className="text-ink-3 text-xs">
			{reached.channel === null
				? t('reachedNot')
				: t('reached', {
						channel: t(`over.${reached.channel}`),
						why: t(`reachedWhy.${reached.why ?? 'first'}`),
					})}
			{reached.others.map((other) => (
				<span key={other.channel}>
					{' · '}
					{t(`over.${other.channel}`)} ({other.why === 'not-needed' ? t('notNeeded') : <Why code={other.why} />})
				</span>
			))}
		</p>
	);
}
