import type { Metadata } from 'next';
import { getFormatter, getTranslations } from 'next-intl/server';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';
import { Refresh } from '@/components/shell/refresh';
import { HowToSend } from '@/components/sources/how-to-send';
import { MappingEditor } from '@/components/sources/mapping-editor';
import type { ShownPayload } from '@/components/sources/payload-list';
import { SourceMenu } from '@/components/sources/source-menu';
import { Unmapped } from '@/components/sources/unmapped';
import { CopyButton } from '@/components/ui/copy-button';
import { FilterLinks } from '@/components/ui/filter-links';
import { PageHeader } from '@/components/ui/page-header';
import { config } from '@/config';
import { db } from '@/db/client';
import { KEPT_DAYS } from '@/db/map-payloads';
import { countAgain, lastPayloads, type Reason, reasonsOf } from '@/db/source-payloads';
import { loadSource } from '@/db/sources';
import { getWorkspaceSettings } from '@/db/workspace';
import { PROBLEMS } from '@/lib/map-payload';
import { mappingTemplate, type TemplateName } from '@/lib/mapping-templates';
import { asked } from '@/lib/query';
import { orNotFound } from '../../../or-not-found';

type Props = {
	params: Promise<{ id: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('sources'))('one') };
}

/** The example of the template, until something real has come. */
function sampleOf(template: TemplateName): ShownPayload[] {
	const { sample } = mappingTemplate(template);
	return sample ? [{ id: 'sample', receivedAt: Date.now(), state: 'sample', problems: [], events: 0, ...sample }] : [];
}

/** Of which reason payloads are looked at; null: of any. */
function reasonIn({ why, rule, field }: Awaited<Props['searchParams']>): Reason | null {
	const known = PROBLEMS.find((each) => each === why);
	return known ? { why: known, rule: asked(rule) || null, field: asked(field) } : null;
}

export default async function SourcePage({ params, searchParams }: Props) {
	const { role } = await requireMember('customer.operate');
	const { id } = await params;
	const source = await loadSource(db(), id).catch(orNotFound);
	const given = await searchParams;
	const unmapped = asked(given.show) === 'unmapped';
	const [t, format, last, reasons, left, { timeZone }] = await Promise.all([
		getTranslations('sources'),
		getFormatter(),
		lastPayloads(db(), id, unmapped ? { reason: reasonIn(given) } : null),
		reasonsOf(db(), id),
		countAgain(db(), id),
		getWorkspaceSettings(db()),
	]);
	const shown = last.map(({ receivedAt, ...payload }) => ({ ...payload, receivedAt: receivedAt.getTime() }));
	const address = `${config().PARCOURS_URL}/v1/sources/${id}`;
	const here = `/settings/sources/${id}`;
	return (
		<div data-whole-window>
			<PageHeader
				back={{ href: '/settings/sources', label: t('title') }}
				title={source.name}
				description={
					<span className="flex min-w-0 items-center gap-1">
						<code className="truncate text-xs">{address}</code>
						<CopyButton iconOnly text={address} label={t('copyAddress', { name: source.name })} />
						{source.repeats > 0 && (
							<span className="whitespace-nowrap text-ink-3 text-xs">
								{t('repeats', { n: source.repeats, count: format.number(source.repeats) })}
							</span>
						)}
					</span>
				}
				actions={can(role, 'source.edit') && <SourceMenu id={id} name={source.name} />}
			/>
			{/* The first one is waited for. */}
			{shown.length === 0 && !unmapped && <Refresh />}
			<div className="flex flex-col gap-5">
				<Unmapped
					sourceId={id}
					reasons={reasons}
					again={{ total: source.againTotal, left }}
					keptDays={KEPT_DAYS.unmapped}
				/>
				<MappingEditor
					key={id}
					source={source}
					payloads={shown.length > 0 || unmapped ? shown : sampleOf(source.template)}
					canEdit={can(role, 'source.edit')}
					zone={timeZone}
					filter={
						<FilterLinks
							label={t('payloads')}
							links={[
								{ href: here, label: t('filters.all'), here: !unmapped },
								{ href: `${here}?show=unmapped`, label: t('filters.unmapped'), here: unmapped },
							]}
						/>
					}
					howToSend={
						unmapped ? <p className="text-ink-2 text-sm">{t('allMapped')}</p> : <HowToSend address={address} />
					}
				/>
			</div>
		</div>
	);
}
