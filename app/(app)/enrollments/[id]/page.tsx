import type { Metadata } from 'next';
import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { KIND_CLASS } from '@/components/canvas/kind-class';
import { EnrollmentBadge } from '@/components/journeys/enrollment-badge';
import { EnrollmentOrders } from '@/components/journeys/enrollment-orders';
import { GateEvidence } from '@/components/journeys/gate-evidence';
import { Json } from '@/components/journeys/json';
import { NamesProvider } from '@/components/journeys/names';
import { Outcome } from '@/components/journeys/outcome';
import { ReachEvidence } from '@/components/journeys/reach-evidence';
import { SendCard } from '@/components/journeys/send-card';
import { stayOf } from '@/components/journeys/stay';
import { Why } from '@/components/journeys/why';
import { Refresh } from '@/components/shell/refresh';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Time } from '@/components/ui/time';
import { config } from '@/config';
import { db } from '@/db/client';
import { type EnrollmentView, loadEnrollmentView } from '@/db/enrollment-views';
import { namesIn } from '@/db/names';
import { nameIn } from '@/lib/customer-name';
import { sayDuration } from '@/lib/say-duration';
import { say } from '@/lib/text';
import { nodeType } from '@/nodes';
import { orNotFound } from '../../or-not-found';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('enrollments'))('one') };
}

/** One customer's way through one journey, step by step, with what she was sent and why not. */
export default async function EnrollmentPage({ params }: { params: Promise<{ id: string }> }) {
	const member = await requireMember('journey.view');
	const { id } = await params;
	const view = await loadEnrollmentView(db(), id).catch(orNotFound);
	const [t, names] = await Promise.all([
		getTranslations('enrollments'),
		namesIn(
			db(),
			[view.path, view.messages].map((rows) => rows.map(({ evidence }) => evidence)),
		),
	]);
	const { enrollment, journey, version, profile, issued } = view;
	const open = ['starting', 'running', 'waiting'].includes(enrollment.status);
	const { TEMPORAL_UI_URL, TEMPORAL_NAMESPACE } = config();
	return (
		<NamesProvider value={names}>
			<Page width="narrow">
				{open && <Refresh />}
				<PageHeader
					back={{ href: `/journeys/${enrollment.journeyId}/enrollments`, label: journey }}
					title={nameIn(profile.facts.traits) ?? profile.facts.email ?? t('anonymous')}
					badge={<EnrollmentBadge status={enrollment.status} outcome={enrollment.outcome} />}
					description={
						<>
							<Link href={`/customers/${profile.facts.id}`} className="text-accent-ink hover:underline">
								{profile.facts.email ?? t('customer')}
							</Link>
							{enrollment.entryKey && ` · ${t('key')} ${enrollment.entryKey}`} · {t('version')} {version.number}
							{TEMPORAL_UI_URL && (
								<>
									{' · '}
									<a
										className="text-accent-ink hover:underline"
										href={`${TEMPORAL_UI_URL}/namespaces/${TEMPORAL_NAMESPACE ?? 'default'}/workflows/${encodeURIComponent(`enrollment/${enrollment.id}/${enrollment.run}`)}`}
										target="_blank"
										rel="noreferrer"
									>
										{t('temporal')}
									</a>
								</>
							)}
						</>
					}
					actions={
						can(member.role, 'journey.operate') && (
							<EnrollmentOrders id={id} open={open} failed={enrollment.status === 'failed'} />
						)
					}
				/>
				{enrollment.error && (
					<Notice tone={enrollment.status === 'failed' ? 'danger' : 'warning'} className="mb-4">
						<Why code={enrollment.error} evidence={view.path.find(({ why }) => why === enrollment.error)?.evidence} />
					</Notice>
				)}
				<h2 className="mb-3 font-semibold text-ink">{t('path')}</h2>
				<ol className="relative flex flex-col gap-5 before:absolute before:inset-y-2 before:left-3.5 before:w-px before:bg-line-strong">
					<li className="relative flex items-start gap-3">
						<StepIcon kind="trigger" name="zap" />
						<div className="min-w-0 flex-1">
							<p className="font-medium text-ink text-sm">
								{t('trigger')} {enrollment.trigger.name}
							</p>
							<details className="text-ink-2 text-xs">
								<summary className="cursor-pointer">{t('details')}</summary>
								<Json value={enrollment.trigger.properties} />
							</details>
						</div>
						<span className="shrink-0 text-ink-2 text-xs tabular-nums">
							<Time at={enrollment.enteredAt} show="precise" />
						</span>
					</li>
					{view.path.map((step) => (
						<StepLine key={`${step.nodeId}-${step.visit}`} step={step} view={view} />
					))}
					{enrollment.endedAt && (
						<li className="relative flex items-start gap-3">
							<StepIcon kind="exit" name="flag" />
							<p className="min-w-0 flex-1 pt-1 font-medium text-ink text-sm">
								{t('endedAs')} <Outcome code={enrollment.outcome ?? enrollment.status} />
							</p>
							<span className="shrink-0 pt-1 text-ink-2 text-xs tabular-nums">
								<Time at={enrollment.endedAt} show="precise" />
							</span>
						</li>
					)}
				</ol>
				{issued.length > 0 && (
					<>
						<h2 className="mt-8 mb-3 font-semibold text-ink">{t('vouchers')}</h2>
						<ul className="flex flex-col gap-2">
							{issued.map((voucher) => (
								<li key={voucher.code}>
									<a href={`/v/${voucher.code}`} className="font-mono text-accent-ink text-sm hover:underline">
										{voucher.code}
									</a>{' '}
									<span className="text-ink-2 text-sm">{voucher.title}</span>
								</li>
							))}
						</ul>
					</>
				)}
				{enrollment.late.length > 0 && (
					<>
						<h2 className="mt-8 mb-3 font-semibold text-ink">{t('late')}</h2>
						<ul className="list-disc pl-5 text-ink-2 text-sm">
							{enrollment.late.map((late) => (
								<li key={String(late.seq)}>
									{t('lateText', { event: String(late.event), port: String(late.wouldHaveLeftBy) })}
								</li>
							))}
						</ul>
					</>
				)}
			</Page>
		</NamesProvider>
	);
}

async function StepLine({ step, view }: { step: EnrollmentView['path'][number]; view: EnrollmentView }) {
	const [t, locale] = await Promise.all([getTranslations('enrollments'), getLocale()]);
	const node = view.version.graph.nodes.find((n) => n.id === step.nodeId);
	const type = node ? nodeType(node.type) : undefined;
	const port = node && step.port ? type?.draw(node.config, locale).ports.find((p) => p.id === step.port) : undefined;
	const messages = view.messages.filter((m) => m.nodeId === step.nodeId && m.visit === step.visit);
	const open = view.enrollment.endedAt === null;
	const { enrollment } = view;
	const here = step.leftAt === null;
	const stay = step.leftAt ? step.leftAt.getTime() - step.enteredAt.getTime() : 0;
	const waitsUntil = here && enrollment.status === 'waiting' && enrollment.nodeId === step.nodeId && enrollment.wakeAt;
	return (
		<li className="relative flex items-start gap-3">
			<StepIcon kind={type?.kind ?? 'action'} name={type?.icon ?? 'circle-alert'} />
			<div className="flex min-w-0 flex-1 flex-col gap-2">
				<div className="flex items-start gap-3">
					<div className="min-w-0 flex-1">
						<p className="font-medium text-ink text-sm">{node?.name ?? say(type?.label ?? step.nodeId, locale)}</p>
						<p className="text-ink-2 text-xs">
							{step.port ? t('left', { port: port ? say(port.label, locale) : step.port }) : t(open ? 'now' : 'ended')}
							{step.why && (
								<>
									{' · '}
									<Why code={step.why} evidence={step.evidence} />
								</>
							)}
							{waitsUntil && (
								<>
									{' · '}
									{t('untilAt')} <Time at={waitsUntil} show="absolute" />
								</>
							)}
						</p>
					</div>
					<span className="flex shrink-0 flex-col items-end text-ink-2 text-xs tabular-nums">
						<Time at={step.enteredAt} show="precise" />
						{stay >= 1000 && (
							<span className="text-ink-3">{t('stayed', { time: sayDuration(stayOf(stay), locale) })}</span>
						)}
					</span>
				</div>
				<ReachEvidence evidence={step.evidence} />
				{messages.every(({ state }) => state !== 'suppressed') && <GateEvidence evidence={step.evidence} />}
				{messages.map((send) => (
					<SendCard key={send.key} send={send} />
				))}
			</div>
		</li>
	);
}

function StepIcon({ kind, name }: { kind: keyof typeof KIND_CLASS; name: string }) {
	return (
		<span className={cn('grid size-7 shrink-0 place-items-center rounded-lg ring-4 ring-canvas', KIND_CLASS[kind])}>
			<Icon name={name} className="size-3.5" />
		</span>
	);
}
