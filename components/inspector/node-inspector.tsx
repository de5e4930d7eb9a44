'use client';

import { Copy, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useDeferredValue, useMemo } from 'react';
import { useEditor, useEditorStore } from '@/components/canvas/editor-store';
import { KIND_CLASS } from '@/components/canvas/kind-class';
import { withoutTemplate } from '@/components/canvas/without-template';
import { useNames } from '@/components/journeys/names';
import { cn } from '@/components/ui/cn';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import type { Problem } from '@/lib/check';
import { canonical } from '@/lib/diff';
import type { GraphNode } from '@/lib/graph';
import type { Names } from '@/lib/names';
import { type Locale, say } from '@/lib/text';
import { nodeType } from '@/nodes';
import { formOf } from './form-model';
import { ObjectForm } from './schema-form';

/** Everything about one step: its name, its generated form, and where its exits lead (so that a keyboard can connect). */
export function NodeInspector({
	node,
	problems,
	readOnly,
}: {
	node: GraphNode;
	problems: Problem[];
	readOnly: boolean;
}) {
	const t = useTranslations('editor');
	const locale = useLocale();
	const store = useEditorStore();
	const type = nodeType(node.type);
	const form = useMemo(() => (type ? formOf(type.schema) : null), [type]);
	const mine = problems.filter((p) => p.nodeId === node.id);
	const errors = useMemo(
		() => new Map(mine.flatMap((p) => (p.field ? [[p.field, say(p.message, locale)] as const] : []))),
		[mine, locale],
	);
	// A test that compares unlike things says so itself, with the fix at hand.
	const general = mine.filter((p) => !p.field && p.code !== 'unlike-types');
	if (!type || form?.kind !== 'object') return <Notice tone="danger">{t('unknownType', { type: node.type })}</Notice>;
	const label = say(type.label, locale);
	return (
		<fieldset disabled={readOnly} className="flex flex-col gap-5">
			<legend className="sr-only">{label}</legend>
			<header className="flex items-start gap-3">
				<span className={cn('grid size-9 shrink-0 place-items-center rounded-lg', KIND_CLASS[type.kind])}>
					<Icon name={type.icon} className="size-4.5" />
				</span>
				<div className="min-w-0 flex-1">
					<h2 className="font-semibold text-ink">{label}</h2>
					<p className="text-ink-3 text-xs">{say(type.description, locale)}</p>
				</div>
				{!readOnly && (
					<div className="flex">
						<IconButton
							label={t('duplicate')}
							size="sm"
							onClick={() => store.getState().paste({ nodes: [node], edges: [] })}
						>
							<Copy />
						</IconButton>
						<IconButton label={t('remove')} size="sm" onClick={() => store.getState().remove([node.id])}>
							<Trash2 />
						</IconButton>
					</div>
				)}
			</header>
			{general.map((problem) => (
				<Notice key={problem.code} tone={problem.severity === 'error' ? 'danger' : 'warning'}>
					{say(problem.message, locale)}
				</Notice>
			))}
			<Field label={t('nodeName')} optional>
				<Input
					value={node.name ?? ''}
					maxLength={80}
					placeholder={label}
					onChange={(event) => store.getState().rename(node.id, event.target.value)}
				/>
			</Field>
			{type.presets.length > 0 && (
				<Field label={t('preset')} help={t('presetHelp')} optional>
					<Combobox
						options={type.presets.map(({ id, label: words, config }) => ({
							value: id,
							label: say(words, locale),
							...(typeof config.event === 'string' ? { hint: config.event } : {}),
						}))}
						value={type.presets.find(({ config }) => canonical(config) === canonical(node.config))?.id}
						placeholder={t('presetPlaceholder')}
						disabled={readOnly}
						onValueChange={(chosen) => {
							const preset = type.presets.find(({ id }) => id === chosen);
							if (preset) store.getState().setConfig(node.id, preset.config);
						}}
					/>
				</Field>
			)}
			<ObjectForm
				key={node.id}
				fields={form.fields}
				value={node.config}
				onChange={(config) => store.getState().setConfig(node.id, config)}
				errors={errors}
			/>
			<Exits nodeId={node.id} />
		</fieldset>
	);
}

/** With two hundred places to lead to this is the largest part of the form: it follows a moment after what is typed. */
function Exits({ nodeId }: { nodeId: string }) {
	const t = useTranslations('editor');
	const locale = useLocale();
	const names = useNames();
	const store = useEditorStore();
	const graph = useDeferredValue(useEditor((s) => s.graph));
	return useMemo(() => {
		const node = graph.nodes.find((n) => n.id === nodeId);
		const ports = node ? (nodeType(node.type)?.draw(node.config, locale).ports ?? []) : [];
		if (ports.length === 0) return null;
		const targets = graph.nodes
			.filter((n) => n.id !== nodeId && nodeType(n.type)?.kind !== 'trigger')
			.map((n) => targetOption(n, locale, names));
		return (
			<section aria-label={t('exits')} className="flex flex-col gap-3 border-line border-t pt-5">
				<h3 className="font-medium text-ink text-sm">{t('exits')}</h3>
				{ports.map((port) => (
					<Field key={port.id} label={say(port.label, locale)}>
						<Select
							options={[{ value: NOWHERE, label: t('leadsNowhere') }, ...targets]}
							value={graph.edges.find((e) => e.from === nodeId && e.port === port.id)?.to ?? NOWHERE}
							onValueChange={(to) => store.getState().connect(nodeId, port.id, to === NOWHERE ? null : to)}
						/>
					</Field>
				))}
			</section>
		);
	}, [graph, nodeId, locale, names, store, t]);
}

const NOWHERE = '-';

/** By its name; one without is told from its like by what it does. */
function targetOption({ id, name, type, config }: GraphNode, locale: Locale, names: Names) {
	const known = nodeType(type);
	if (name !== undefined) return { value: id, label: name };
	const summary = known?.draw(config, locale, names).summary;
	return {
		value: id,
		label: say(known?.label ?? type, locale),
		...(summary ? { help: withoutTemplate(summary) } : {}),
	};
}
