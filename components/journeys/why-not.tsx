import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import { Badge } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import type { WhyNot as Answered } from '@/db/why-not';
import { sayFailing } from '@/lib/explain';
import { EnrollmentBadge } from './enrollment-badge';
import { GateEvidence } from './gate-evidence';
import { NamesProvider } from './names';
import { Why } from './why';

/** Whether she is or was in the journey, what she was not sent, and what became of each event that may have let her in. */
export async function WhyNot({ name, why }: { name: string; why: Answered }) {
	const [t, locale] = await Promise.all([getTranslations('reach.whyNot'), getLocale()]);
	const [latest] = why.entries;
	return (
		<NamesProvider value={why.names}>
			<p className="text-base text-ink">
				<Link href={`/customers/${why.customerId}`} className="font-semibold hover:underline">
					{name}
				</Link>{' '}
				{latest ? t('isIn', { n: why.entries.length }) : t('isNot')}
			</p>
			{why.entries.length > 0 && (
				<ul className="mt-3 flex flex-col gap-2">
					{why.entries.slice(0, 5).map((entry) => (
						<li key={entry.id} className="flex flex-wrap items-center gap-2 text-sm">
							<EnrollmentBadge status={entry.status} outcome={entry.outcome} />
							<Link href={`/enrollments/${entry.id}`} className="text-accent-ink hover:underline">
								{entry.event}
							</Link>
							<Time at={entry.enteredAt} className="text-ink-3 text-xs" />
						</li>
					))}
				</ul>
			)}
			{why.notSent.length > 0 && (
				<>
					<h3 className="mt-5 mb-2 font-medium text-ink text-sm">{t('notSent')}</h3>
					<ul className="flex flex-col gap-1.5 text-ink-2 text-sm">
						{why.notSent.map((send) => (
							<li key={`${send.enrollmentId} ${send.at.getTime()} ${send.channel}`}>
								<p className="flex flex-wrap items-baseline gap-x-2">
									<Link href={`/enrollments/${send.enrollmentId}`} className="text-accent-ink hover:underline">
										{t('channel', { channel: send.channel })}
									</Link>
									<span>{send.reason ? <Why code={send.reason} /> : send.state}</span>
									<Time at={send.at} className="text-ink-3 text-xs" />
								</p>
								{send.state === 'suppressed' && <GateEvidence evidence={send.evidence} />}
							</li>
						))}
					</ul>
				</>
			)}
			<h3 className="mt-5 mb-2 font-medium text-ink text-sm">{t('events', { event: why.triggerEvent ?? '–' })}</h3>
			{why.tried.length === 0 ? (
				<p className="text-ink-2 text-sm">{t('never')}</p>
			) : (
				<ol className="divide-y divide-line rounded-lg border border-line">
					{why.tried.map(({ event, fannedOut, answer, failing }) => (
						<li key={event.seq} className="px-3.5 py-2.5">
							<p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
								<Time at={event.at} show="absolute" className="text-ink-3 text-xs" />
								<span className={answer === 'entered' ? 'font-medium text-success' : 'text-ink'}>
									{t(`answers.${answer}`)}
								</span>
								{fannedOut && <Badge>{t('fannedOut')}</Badge>}
							</p>
							{failing.length > 0 && (
								<ul className="mt-1.5 flex list-disc flex-col gap-1 pl-5 text-ink-2 text-sm">
									{failing.map((one) => {
										const words = sayFailing(one, event.at, locale, why.names);
										return <li key={words}>{words}</li>;
									})}
								</ul>
							)}
						</li>
					))}
				</ol>
			)}
		</NamesProvider>
	);
}
