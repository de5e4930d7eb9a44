'use client';

import { ChevronDown, Plus, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { createContext, useContext, useId, useState } from 'react';
import { z } from 'zod';
import { ProductPicker, ProductsPicker } from '@/components/catalogue/product-pickers';
import { Button } from '@/components/ui/button';
import { Field, FieldGroup } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import type { rule } from '@/lib/condition';
import { correlation } from '@/lib/correlation';
import { type Json, type JsonObject, json } from '@/lib/event';
import { say } from '@/lib/text';
import { useSuggestions } from './context';
import { DurationField } from './duration-field';
import { emptyValue, type FormField, labelOf, variantValue } from './form-model';
import { MjmlField } from './mjml-field';
import { RuleField } from './rule-field';
import { RuleMatches } from './rule-matches';
import {
	CorrelationField,
	DestinationField,
	EventField,
	EventPropertyField,
	JourneyField,
	MoneyField,
	NumberField,
	OfferField,
	OperationField,
	PurposeField,
	TimeField,
	WeekdaysField,
} from './small-fields';
import { StorePicker } from './store-picker';
import { TemplateField } from './template-field';

type FieldProps = {
	field: FormField;
	value: Json | undefined;
	onChange: (value: Json | undefined) => void;
	/** Dotted, from the configuration's root: what problems refer to. */
	path: string;
	errors: ReadonlyMap<string, string>;
	/** The object around: a rule about “the event” needs to know which. */
	around: JsonObject;
};

/** The whole configuration around a field: amounts are in its currency. */
const Whole = createContext<JsonObject>({});

/** The form of an object: its fields in order, the advanced ones folded away. */
export function ObjectForm({
	fields,
	value,
	onChange,
	path = '',
	errors,
}: {
	fields: FormField[];
	value: JsonObject;
	onChange: (value: JsonObject) => void;
	path?: string;
	errors: ReadonlyMap<string, string>;
}) {
	const t = useTranslations('editor.form');
	const [open, setOpen] = useState(false);
	const body = useId();
	const shown = fields.filter((f) => !f.meta.hidden);
	const draw = (field: FormField) => (
		<FieldView
			key={field.name}
			field={field}
			value={value[field.name] ?? field.initial}
			path={path ? `${path}.${field.name}` : field.name}
			errors={errors}
			around={value}
			onChange={(next) => {
				const { [field.name]: _old, ...rest } = value;
				onChange(next === undefined ? rest : { ...rest, [field.name]: next });
			}}
		/>
	);
	const advanced = shown.filter((f) => f.meta.advanced);
	const form = (
		<div className="flex flex-col gap-5">
			{shown.filter((f) => !f.meta.advanced).map(draw)}
			{advanced.length > 0 && (
				<div>
					<Button
						variant="ghost"
						size="sm"
						className="-ml-2.5"
						aria-expanded={open}
						aria-controls={body}
						onClick={() => setOpen(!open)}
					>
						<ChevronDown aria-hidden className={open ? '' : '-rotate-90'} />
						{t('more')}
					</Button>
					<div id={body} hidden={!open} className="mt-3 flex flex-col gap-5">
						{advanced.map(draw)}
					</div>
				</div>
			)}
		</div>
	);
	return path === '' ? <Whole value={value}>{form}</Whole> : form;
}

function FieldView(props: FieldProps) {
	const { field, value, onChange, path, errors } = props;
	const locale = useLocale();
	const t = useTranslations('editor.form');
	const label = say(labelOf(field), locale);
	const help = field.meta.help ? say(field.meta.help, locale) : undefined;
	const error = errors.get(path);
	switch (field.kind) {
		case 'object':
			return (
				<FieldGroup legend={label} {...(help ? { help } : {})}>
					<ObjectForm fields={field.fields} value={objectOf(value)} onChange={onChange} path={path} errors={errors} />
				</FieldGroup>
			);
		case 'list':
			return <ListView {...props} field={field} label={label} help={help} error={error} />;
		case 'union':
			return <UnionView {...props} field={field} label={label} help={help} error={error} />;
		case 'boolean':
			return <Switch label={label} help={help} checked={value === true} onCheckedChange={onChange} />;
		case 'enum':
			return (
				<Field label={label} help={help} error={error}>
					<Select
						options={field.values.map((v) => ({ value: v, label: say(field.meta.options?.[v] ?? v, locale) }))}
						value={textOf(value)}
						onValueChange={onChange}
					/>
				</Field>
			);
		case 'number':
			return (
				<Field label={label} help={help} error={error}>
					<NumberField value={numberOf(value)} onChange={onChange} />
				</Field>
			);
		case 'text':
			return (
				<Field label={label} help={help} error={error}>
					<Input
						value={textOf(value)}
						onChange={(event) => onChange(event.target.value)}
						placeholder={field.meta.placeholder && say(field.meta.placeholder, locale)}
					/>
				</Field>
			);
		case 'special': {
			const control = <SpecialControl {...props} label={label} />;
			// A rule and a pair of fields are groups: one label cannot name several inputs.
			if (GROUPS.includes(field.meta.field ?? ''))
				return (
					<FieldGroup legend={field.optional ? `${label} (${t('optional')})` : label} {...(help ? { help } : {})}>
						{control}
						{error && (
							<p role="alert" className="text-danger text-xs">
								{error}
							</p>
						)}
					</FieldGroup>
				);
			return (
				<Field label={label} help={help} error={error} optional={field.optional}>
					{control}
				</Field>
			);
		}
	}
}

const GROUPS = ['rule', 'correlation', 'weekdays', 'offset', 'duration'];

function SpecialControl({ field, value, onChange, around, label }: FieldProps & { label: string }) {
	const locale = useLocale();
	const { trigger } = useSuggestions();
	const currency = z
		.string()
		.regex(/^[A-Z]{3}$/)
		.catch('EUR')
		.parse(useContext(Whole).currency);
	const placeholder = field.meta.placeholder && say(field.meta.placeholder, locale);
	const eventAround = typeof around.event === 'string' && around.event !== '' ? around.event : trigger;
	const text = textOf(value);
	switch (field.meta.field) {
		case 'duration':
			return <DurationField value={text} onChange={onChange} />;
		case 'offset':
			return <DurationField value={text} onChange={onChange} signed />;
		case 'time':
			return <TimeField value={text} onChange={onChange} />;
		case 'weekdays':
			return <WeekdaysField label={label} value={z.array(z.number()).catch([]).parse(value)} onChange={onChange} />;
		case 'percent':
			return <NumberField value={numberOf(value)} onChange={onChange} suffix="%" />;
		case 'event':
			return <EventField value={text} onChange={onChange} />;
		case 'event-property':
			return <EventPropertyField value={text} onChange={onChange} placeholder={placeholder} />;
		case 'correlation':
			return (
				<CorrelationField
					value={correlation
						.partial()
						.transform(({ property = '', equalsTrigger = '' }) => ({ property, equalsTrigger }))
						.optional()
						.catch(undefined)
						.parse(value)}
					onChange={onChange}
					event={eventAround ?? ''}
				/>
			);
		case 'rule': {
			const written = halfRule.optional().catch(undefined).parse(value);
			return (
				<div>
					<RuleField
						value={written}
						// JSON has no undefined: what is no longer said is left out.
						onChange={(next) => onChange(next && json.parse(JSON.parse(JSON.stringify(next))))}
						scope={{
							subjects: field.meta.subjects ?? ['event', 'customer', 'trigger'],
							event: eventAround,
							of: 'journey',
						}}
						optional={field.optional}
					/>
					<RuleMatches rule={written} />
				</div>
			);
		}
		case 'template':
			return <TemplateField value={text} onChange={onChange} placeholder={placeholder} />;
		case 'mjml':
			return <MjmlField value={text} onChange={onChange} />;
		case 'destination':
			return <DestinationField value={text} onChange={onChange} />;
		case 'journey':
			return <JourneyField value={text} onChange={onChange} />;
		case 'money':
			return <MoneyField value={numberOf(value)} onChange={onChange} currency={currency} />;
		case 'purpose':
			return <PurposeField value={text} onChange={onChange} />;
		case 'offer':
			return <OfferField value={text} onChange={onChange} />;
		case 'operation':
			return <OperationField value={text} onChange={onChange} />;
		case 'store':
			return <StorePicker value={text} onChange={onChange} optional={field.optional} />;
		case 'product':
			return <ProductPicker value={text} onChange={onChange} />;
		case 'products':
			return <ProductsPicker label={label} value={z.array(z.string()).catch([]).parse(value)} onChange={onChange} />;
		default:
			return <Input value={text} onChange={(event) => onChange(event.target.value)} placeholder={placeholder} />;
	}
}

/** A rule while it is being written: of the right shape, not yet complete. */
const halfRule = z.custom<z.infer<typeof rule>>(
	(value) => typeof value === 'object' && value !== null && 'type' in value,
);

type Labelled = { label: string; help: string | undefined; error: string | undefined };

function ListView({
	field,
	value,
	onChange,
	path,
	errors,
	label,
	help,
	error,
	around,
}: FieldProps & Labelled & { field: Extract<FormField, { kind: 'list' }> }) {
	const locale = useLocale();
	const t = useTranslations('editor.form');
	const items = Array.isArray(value) ? value : [];
	const what = field.meta.itemLabel ? say(field.meta.itemLabel, locale) : '';
	const replace = (index: number, next: Json | undefined) =>
		onChange(items.flatMap((item, i) => (i !== index ? [item] : next === undefined ? [] : [next])));
	return (
		<FieldGroup legend={label} {...(help ? { help } : {})}>
			<ol className="flex flex-col gap-2">
				{items.map((item, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place.
					<li key={index} className="relative rounded-lg border border-line bg-canvas p-3">
						<IconButton
							label={t('removeItem', { what, n: index + 1 })}
							size="sm"
							className="absolute top-1 right-1"
							onClick={() => replace(index, undefined)}
						>
							<Trash2 />
						</IconButton>
						{field.item.kind === 'object' ? (
							<ObjectForm
								fields={field.item.fields}
								value={objectOf(item)}
								onChange={(next) => replace(index, next)}
								path={`${path}.${index}`}
								errors={errors}
							/>
						) : (
							<FieldView
								field={field.item}
								value={item}
								onChange={(next) => replace(index, next)}
								path={`${path}.${index}`}
								errors={errors}
								around={around}
							/>
						)}
					</li>
				))}
			</ol>
			{error && (
				<p role="alert" className="text-danger text-xs">
					{error}
				</p>
			)}
			<Button size="sm" className="self-start" onClick={() => onChange([...items, newItem(field.item, items)])}>
				<Plus aria-hidden />
				{t('addItem', { what })}
			</Button>
		</FieldGroup>
	);
}

/** A new branch gets an exit name of its own. */
function newItem(item: FormField, items: Json[]): Json {
	const made = emptyValue(item);
	if (typeof made !== 'object' || made === null || Array.isArray(made) || made.port !== '') return made;
	const taken = items.map((i) => objectOf(i).port);
	for (let n = items.length + 1; ; n++) if (!taken.includes(`exit-${n}`)) return { ...made, port: `exit-${n}` };
}

function UnionView({
	field,
	value,
	onChange,
	path,
	errors,
	label,
	help,
	error,
}: FieldProps & Labelled & { field: Extract<FormField, { kind: 'union' }> }) {
	const locale = useLocale();
	const current = objectOf(value);
	const variant = field.variants.find((v) => v.value === current[field.discriminator]) ?? field.variants[0];
	const inner =
		variant?.field.kind === 'object' ? variant.field.fields.filter((f) => f.name !== field.discriminator) : [];
	return (
		<div className="flex flex-col gap-3">
			<Field label={label} help={help} error={error}>
				<Select
					options={field.variants.map((v) => ({ value: v.value, label: say(v.field.meta.label ?? v.value, locale) }))}
					value={variant?.value}
					onValueChange={(next) => {
						const chosen = field.variants.find((v) => v.value === next);
						if (chosen) onChange(variantValue(field.discriminator, chosen));
					}}
				/>
			</Field>
			{inner.some((f) => !f.meta.hidden) && (
				<div className="border-line border-l-2 pl-3">
					<ObjectForm fields={inner} value={current} onChange={onChange} path={path} errors={errors} />
				</div>
			)}
		</div>
	);
}

function objectOf(value: Json | undefined): JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function textOf(value: Json | undefined): string {
	return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function numberOf(value: Json | undefined): number {
	return typeof value === 'number' ? value : 0;
}
