'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { z } from 'zod';
import { useEditor, useEditorStore } from '@/components/canvas/editor-store';
import { Field, FieldGroup } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { Problem } from '@/lib/check';
import { json } from '@/lib/event';
import { type JourneySettings, journeySettings } from '@/lib/graph';
import { toInstant, toLocal } from '@/lib/local-time';
import { pressureOf } from '@/lib/pressure';
import { say } from '@/lib/text';
import { formOf } from './form-model';
import { QuietHoursField } from './quiet-hours-field';
import { ObjectForm } from './schema-form';

/** What holds for the whole journey: who leaves early, when it runs, what kind of messages it sends. Shown when no step is selected. */
export function SettingsInspector({ problems, readOnly }: { problems: Problem[]; readOnly: boolean }) {
	const t = useTranslations('editor.settings');
	const locale = useLocale();
	const zone = useTimeZone() ?? 'UTC';
	const store = useEditorStore();
	const settings = useEditor((s) => s.graph.settings);
	const form = useMemo(
		() =>
			formOf(
				journeySettings.pick({
					...{ kind: true, priority: true, exits: true, operation: true },
					...{ outranked: true, maxLateness: true },
				}),
			),
		[],
	);
	const errors = useMemo(
		() =>
			new Map(
				problems.flatMap((p) =>
					p.nodeId === undefined && p.field
						? [[p.field.replace(/^settings\./, ''), say(p.message, locale)] as const]
						: [],
				),
			),
		[problems, locale],
	);
	if (form.kind !== 'object') return null;
	const write = (next: JourneySettings) => store.getState().setSettings(next);
	return (
		<fieldset disabled={readOnly} className="flex flex-col gap-6">
			<legend className="sr-only">{t('title')}</legend>
			<header>
				<h2 className="font-semibold text-ink">{t('title')}</h2>
				<p className="text-ink-3 text-xs">{t('hint')}</p>
			</header>
			<ObjectForm
				fields={form.fields}
				value={z.record(z.string(), json).parse({ ...settings, ...pressureOf(settings) })}
				// While an exit is being written it is not yet valid: its shape is kept as drawn.
				onChange={(next) => write({ ...settings, ...z.custom<Partial<JourneySettings>>().parse(next) })}
				errors={errors}
			/>
			<FieldGroup legend={t('dates')} help={t('datesHint', { zone })}>
				<div className="grid grid-cols-2 gap-2">
					{(['startsAt', 'endsAt'] as const).map((which) => (
						<Field key={which} label={t(which)} error={errors.get(which)}>
							<Input
								type="datetime-local"
								value={toLocal(settings[which], zone)}
								onChange={(event) => {
									const { [which]: _old, ...rest } = settings;
									const instant = toInstant(event.target.value, zone);
									write(instant ? { ...rest, [which]: instant } : rest);
								}}
							/>
						</Field>
					))}
				</div>
			</FieldGroup>
			<QuietHoursField value={settings.quietHours} onChange={(quietHours) => write({ ...settings, quietHours })} />
		</fieldset>
	);
}
