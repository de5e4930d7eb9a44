'use client';

import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { cn } from '@/components/ui/cn';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { toMajor, toMinor } from '@/lib/money';
import { say } from '@/lib/text';
import { type ControlProps, useSuggestions } from './context';
import { EventInput } from './event-input';
import { SuggestInput } from './suggest-input';
import { usePropertySuggestions } from './use-seen';

export function EventField({ value = '', onChange }: ControlProps<string>) {
	const t = useTranslations('editor.fields');
	return <EventInput value={value} onChange={onChange} placeholder={t('eventPlaceholder')} />;
}

/** A property of the journey's trigger; empty means none. */
export function EventPropertyField({
	value = '',
	onChange,
	placeholder,
}: ControlProps<string> & { placeholder?: string | undefined }) {
	const { trigger } = useSuggestions();
	return (
		<SuggestInput
			value={value}
			onChange={(next) => onChange(next === '' ? undefined : next)}
			suggestions={usePropertySuggestions(trigger)}
			placeholder={placeholder}
		/>
	);
}

type Correlation = { property: string; equalsTrigger: string };

/** “cart_id of the event = cart_id of the trigger”; cleared, it is gone. */
export function CorrelationField({
	value,
	onChange,
	event,
}: {
	value: Correlation | undefined;
	onChange: (value: Correlation | undefined) => void;
	event: string;
}) {
	const t = useTranslations('editor.fields');
	const { trigger } = useSuggestions();
	const [own, triggers] = [usePropertySuggestions(event), usePropertySuggestions(trigger)];
	const write = (next: Correlation) => onChange(next.property === '' && next.equalsTrigger === '' ? undefined : next);
	const { property = '', equalsTrigger = '' } = value ?? {};
	return (
		<div className="flex items-center gap-2">
			<SuggestInput
				aria-label={t('propertyOfEvent')}
				value={property}
				// Almost always the same name on both sides.
				onChange={(next) => write({ property: next, equalsTrigger: equalsTrigger === property ? next : equalsTrigger })}
				suggestions={own}
				placeholder="cart_id"
			/>
			<span aria-hidden className="text-ink-3">
				=
			</span>
			<SuggestInput
				aria-label={t('propertyOfTrigger')}
				value={equalsTrigger}
				onChange={(next) => write({ property, equalsTrigger: next })}
				suggestions={triggers}
				placeholder="cart_id"
			/>
		</div>
	);
}

export function TimeField({ value = '', onChange }: ControlProps<string>) {
	return <Input type="time" value={value} onChange={(event) => onChange(event.target.value)} className="w-32" />;
}

export function WeekdaysField({
	value,
	onChange,
	label,
}: {
	value: number[];
	onChange: (value: number[]) => void;
	label: string;
}) {
	const format = useFormatter();
	return (
		<fieldset className="flex gap-1">
			<legend className="sr-only">{label}</legend>
			{[1, 2, 3, 4, 5, 6, 7].map((day) => {
				const on = value.includes(day);
				// 1 January 2024 was a Monday.
				const date = new Date(Date.UTC(2024, 0, day));
				return (
					<button
						key={day}
						type="button"
						aria-pressed={on}
						aria-label={format.dateTime(date, { weekday: 'long', timeZone: 'UTC' })}
						onClick={() => onChange(on ? value.filter((d) => d !== day) : [...value, day].sort())}
						className={cn(
							'size-8 rounded-md border text-xs',
							on
								? 'border-accent bg-accent text-on-accent'
								: 'border-control/70 bg-surface text-ink-2 hover:border-control',
						)}
					>
						{format.dateTime(date, { weekday: 'narrow', timeZone: 'UTC' })}
					</button>
				);
			})}
		</fieldset>
	);
}

/** Empty: no offer. One that was archived is still said, by its id. */
export function OfferField({ value = '', onChange }: ControlProps<string>) {
	const t = useTranslations('offers.picker');
	const { offers } = useSuggestions();
	const known = offers.map(({ id, name }) => ({ value: id, label: name }));
	const gone = value === '' || offers.some(({ id }) => id === value) ? [] : [{ value, label: value }];
	return (
		<Select
			options={[{ value: NONE, label: t('none') }, ...known, ...gone]}
			value={value === '' ? NONE : value}
			onValueChange={(next) => onChange(next === NONE ? '' : next)}
		/>
	);
}

/** Selects know no empty value; ids of offers and operations have no underscore. */
const NONE = '_none';

/** An operation of the calendar; none is nothing. */
export function OperationField({ value = '', onChange }: ControlProps<string>) {
	const t = useTranslations('calendar');
	return (
		<Select
			options={[{ value: NONE, label: t('none') }, ...useOperationOptions(value)]}
			value={value === '' ? NONE : value}
			onValueChange={(next) => onChange(next === NONE ? undefined : next)}
		/>
	);
}

/** Those of the calendar, and the one that is chosen though it is gone. */
export function useOperationOptions(chosen: string): { value: string; label: string }[] {
	const { operations } = useSuggestions();
	const known = operations.map(({ id, name }) => ({ value: id, label: name }));
	const gone = chosen !== '' && !operations.some(({ id }) => id === chosen);
	return [...known, ...(gone ? [{ value: chosen, label: chosen }] : [])];
}

export function PurposeField({ value = '', onChange }: ControlProps<string>) {
	const locale = useLocale();
	const { purposes } = useSuggestions();
	return (
		<Select
			options={purposes.map(({ id, label }) => ({ value: id, label: say(label, locale) }))}
			value={value}
			onValueChange={onChange}
		/>
	);
}

export function NumberField({
	value,
	onChange,
	suffix,
}: {
	value: number;
	onChange: (value: number) => void;
	suffix?: string;
}) {
	return (
		<Input
			type="number"
			value={String(value)}
			onChange={(event) => onChange(Number(event.target.value))}
			trailing={suffix && <span className="pr-2">{suffix}</span>}
			className="tabular-nums"
		/>
	);
}

export function DestinationField({ value = '', onChange }: ControlProps<string>) {
	const t = useTranslations('connections');
	const { destinations } = useSuggestions();
	return (
		<Select
			options={destinations.map(({ id, name }) => ({ value: id, label: name }))}
			value={value}
			onValueChange={onChange}
			placeholder={t(destinations.length === 0 ? 'noneYet' : 'choose')}
		/>
	);
}

export function JourneyField({ value = '', onChange }: ControlProps<string>) {
	const t = useTranslations('connections');
	const { journeys } = useSuggestions();
	return (
		<Select
			options={journeys.map(({ id, name }) => ({ value: id, label: name }))}
			value={value}
			onValueChange={onChange}
			placeholder={t(journeys.length === 0 ? 'noJourney' : 'chooseJourney')}
		/>
	);
}

/** Kept in the currency's minor unit, written in its major one. */
export function MoneyField({
	value,
	onChange,
	currency,
}: {
	value: number;
	onChange: (value: number) => void;
	currency: string;
}) {
	const [text, setText] = useState(String(toMajor(value, currency)));
	return (
		<Input
			type="number"
			min="0"
			step={toMajor(1, currency)}
			value={text}
			onChange={(event) => {
				setText(event.target.value);
				onChange(toMinor(Number(event.target.value), currency));
			}}
			trailing={<span className="pr-2">{currency}</span>}
			className="tabular-nums"
		/>
	);
}
