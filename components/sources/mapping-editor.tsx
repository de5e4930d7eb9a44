'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { v4 as uuid } from 'uuid';
import { save } from '@/app/(app)/settings/sources/actions';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { toast } from '@/components/ui/toast';
import { issueText, plainWords } from '@/lib/issue-text';
import { type Mapped, type Mapper, mapperOf } from '@/lib/map-payload';
import { type Mapping, type MappingRule, mapping as mappingSchema, sourceName } from '@/lib/mapping';
import { newRule } from '@/lib/mapping-templates';
import { pathTo, type Segment } from '@/lib/payload-path';
import { MAX_VALUES } from '@/lib/reading-budget';
import { say } from '@/lib/text';
import { MappingProvider, type Target } from './context';
import { JsonTree } from './json-tree';
import { PayloadList, type ShownPayload } from './payload-list';
import { Preview } from './preview';
import { RuleCard } from './rule-card';

type MappingEditorProps = {
	source: { id: string; name: string; revision: number; mapping: Mapping };
	/** The last ones, or an example. */
	payloads: ShownPayload[];
	canEdit: boolean;
	zone: string;
	/** Which payloads are listed; how to send the first. */
	filter: ReactNode;
	howToSend: ReactNode;
};

/** A source's mapping beside its last payloads, with what it makes of them as it is being written. */
export function MappingEditor({ source, payloads, canEdit, zone, filter, howToSend }: MappingEditorProps) {
	const t = useTranslations('sources');
	const common = useTranslations('common');
	const router = useRouter();
	const [saved, setSaved] = useState(source);
	const [name, setName] = useState(source.name);
	const [mapping, setMapping] = useState(source.mapping);
	const [picked, setPicked] = useState<string | null>(null);
	const [looked, look] = useState<'payload' | 'events'>('payload');
	const [target, setTarget] = useState<string | null>(null);
	const aimed = useRef<Target | null>(null);
	const saving = useAction(save, ['name']);
	const { errorAt, check } = useProblems(mapping);
	const dirty = name !== saved.name || JSON.stringify(mapping) !== JSON.stringify(saved.mapping);
	const chosen = payloads.find(({ id }) => id === picked) ?? payloads[0];
	const { results, result } = useResults(mapping, payloads, chosen);
	const mapped = results.filter((each) => each?.problems.length === 0).length;

	const aim = useCallback((next: Target) => {
		aimed.current = next;
		setTarget(next.id);
	}, []);
	const fill = (at: Segment[]) => aimed.current?.take(pathTo(at, aimed.current.within));
	const setRule = (n: number, rule: MappingRule) =>
		setMapping({ rules: mapping.rules.map((each, m) => (m === n ? rule : each)) });
	const addRule = () => {
		// Never one that was there before: what it once gave would count as the new rule's.
		setMapping({ rules: [...mapping.rules, newRule(`r-${uuid().slice(0, 13)}`, zone)] });
	};
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if (!check() || !sourceName.safeParse(name).success) return void toast.error(t('notYet'));
		const done = await saving.run({ id: source.id, revision: saved.revision, name, mapping });
		if (!done.done) return;
		setSaved({ ...source, name, mapping, revision: done.value.revision });
		toast.success(common('saved'));
		router.refresh();
	};

	return (
		<MappingProvider value={{ payload: chosen?.payload ?? null, target, aim, errorAt, zone }}>
			<form
				onSubmit={(event) => void submit(event)}
				noValidate
				className="grid items-start gap-5 lg:grid-cols-[22rem_minmax(0,1fr)]"
			>
				<div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)]">
					<section
						aria-label={t('payloads')}
						className="flex min-h-0 flex-col rounded-xl border border-line bg-surface"
					>
						<header className="flex items-center justify-between gap-2 border-line border-b py-1.5 pr-3 pl-4">
							<h2 className="font-semibold text-ink text-sm">{t('payloads')}</h2>
							{filter}
						</header>
						{payloads.some(({ state }) => state === 'sample') && (
							<div className="flex flex-col gap-2 border-line border-b p-4">
								<p className="text-ink-2 text-sm">{t('waiting')}</p>
								{howToSend}
							</div>
						)}
						{payloads.length === 0 ? (
							<div className="p-4">{howToSend}</div>
						) : (
							<PayloadList payloads={payloads} results={results} chosen={chosen?.id ?? null} onChoose={setPicked} />
						)}
						{chosen && (
							<div className="flex min-h-0 flex-col border-line border-t">
								<SegmentedControl
									label={t('look')}
									value={looked}
									options={[
										{ value: 'payload', label: t('payload') },
										{ value: 'events', label: t('preview') },
									]}
									onValueChange={look}
									className="m-2 mb-0"
								/>
								<div className="max-h-96 min-h-0 overflow-auto p-3 lg:max-h-[50dvh]">
									{looked === 'payload' ? (
										<Chosen payload={chosen} idle={target === null} onChoose={fill} />
									) : (
										result && (
											<>
												<SameIds results={results} />
												<Preview result={result} />
											</>
										)
									)}
								</div>
							</div>
						)}
					</section>
				</div>
				<div className="flex min-w-0 flex-col gap-4">
					<fieldset disabled={!canEdit} className="flex min-w-0 flex-col gap-3">
						<legend className="sr-only">{t('mapping')}</legend>
						<Field label={t('name')} help={t('nameHelp')} error={saving.errorAt('name')} className="max-w-sm">
							<Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
						</Field>
						{mapping.rules.length === 0 && (
							<EmptyState icon="waypoints" title={t('noRules')} description={t('noRulesText')} />
						)}
						{mapping.rules.map((rule, n) => (
							<RuleCard
								key={rule.id}
								rule={rule}
								onChange={(next) => setRule(n, next)}
								onRemove={() => setMapping({ rules: mapping.rules.filter((_, m) => m !== n) })}
								at={`rules.${n}`}
								wrong={errorAt(`rules.${n}`) !== undefined}
								initiallyOpen={mapping.rules.length === 1 || !source.mapping.rules.some(({ id }) => id === rule.id)}
							/>
						))}
						<Button className="self-start" onClick={addRule} disabled={mapping.rules.length >= 20}>
							<Plus aria-hidden />
							{t('addRule')}
						</Button>
					</fieldset>
					<div className="sticky bottom-0 z-10 -mx-4 flex items-center gap-3 border-line border-t bg-canvas/95 px-4 py-3 backdrop-blur sm:mx-0 sm:px-0">
						<p aria-live="polite" className="mr-auto min-w-0 text-ink-2 text-xs">
							{payloads.length > 0 && t('mapped', { n: mapped, total: payloads.length })}
						</p>
						{canEdit && (
							<Button type="submit" variant="primary" pending={saving.pending} disabled={!dirty}>
								{common('save')}
							</Button>
						)}
					</div>
				</div>
			</form>
		</MappingProvider>
	);
}

type ChosenProps = { payload: ShownPayload; idle: boolean; onChoose: (at: Segment[]) => void };

function Chosen({ payload: { id, payload }, idle, onChoose }: ChosenProps) {
	const t = useTranslations('sources');
	if (payload === null) return <p className="text-ink-2 text-sm">{t('tooLarge')}</p>;
	return (
		<>
			<p className="mb-2 text-ink-3 text-xs">{t(idle ? 'treeHelp' : 'treeFills')}</p>
			<JsonTree key={id} value={payload} onChoose={onChoose} idle={idle} />
		</>
	);
}

/**
 * What becomes of each payload by the mapping as it is: computed here, by what the worker will do, and never holding up
 * typing: of the list so many as one payload may take reading, and the chosen one in any case.
 */
function useResults(mapping: Mapping, payloads: ShownPayload[], chosen: ShownPayload | undefined) {
	const settled = useDeferredValue(mapping);
	const map = useMemo(() => mapperOf(settled), [settled]);
	const results = useMemo(() => {
		let read = 0;
		return payloads.map((payload) => {
			const result = read < MAX_VALUES ? mapShown(map, payload) : null;
			read += result?.read ?? 0;
			return result;
		});
	}, [map, payloads]);
	const known = chosen ? results[payloads.indexOf(chosen)] : undefined;
	const result = useMemo(() => known ?? (chosen ? mapShown(map, chosen) : null), [known, map, chosen]);
	return { results, result };
}

function mapShown(map: Mapper, { payload, receivedAt, topic }: ShownPayload): Mapped | null {
	return payload === null ? null : map(payload, { receivedAt, topic });
}

/** What is wrong with the mapping, said once saving was tried. */
function useProblems(mapping: Mapping) {
	const locale = useLocale();
	const [tried, setTried] = useState(false);
	const parsed = useMemo(() => mappingSchema.safeParse(mapping, { error: plainWords }), [mapping]);
	const issues = tried ? (parsed.error?.issues ?? []) : [];
	const problems = new Map(issues.map((issue) => [issue.path.map(String).join('.'), say(issueText(issue), locale)]));
	return {
		/** Also of what is within a part. */
		errorAt: (path: string) =>
			problems.get(path) ??
			(/^rules\.\d+$/.test(path) ? [...problems].find(([at]) => at.startsWith(`${path}.`))?.[1] : undefined),
		check: () => {
			setTried(true);
			return parsed.success;
		},
	};
}

/** An id that several payloads have would make one event of them: said before it is too late. */
function SameIds({ results }: { results: (Mapped | null)[] }) {
	const t = useTranslations('sources');
	const seen = new Map<string, number>();
	for (const result of results)
		for (const { rule, own } of result?.calls ?? [])
			if (own !== null) seen.set(`${rule}\n${own}`, (seen.get(`${rule}\n${own}`) ?? 0) + 1);
	const [same] = [...seen].filter(([, n]) => n > 1);
	if (!same) return null;
	return (
		<Notice tone="warning" className="mb-3">
			{t('sameIds', { id: same[0].split('\n')[1] ?? '', n: same[1] })}
		</Notice>
	);
}
