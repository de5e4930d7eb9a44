'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { SuggestInput } from '@/components/inspector/suggest-input';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { CONVERSIONS, type Conversion, convertValue, formatFor } from '@/lib/convert-value';
import type { Json } from '@/lib/event';
import type { LineField, Field as MappedField } from '@/lib/mapping';
import { type LineOf, linesOf } from '@/lib/payload-path';
import { RETAIL_EVENTS } from '@/lib/retail-events';
import { useMapping } from './context';
import { ConversionFields, newConversion } from './conversion-fields';
import { PathInput, shortly } from './path-input';
import { sampleAt } from './sample';

/** What a line of `products` may say, as any product does. */
const OF_A_LINE = Object.keys(RETAIL_EVENTS['Product Viewed']?.properties ?? {});
const NEW: LineField = { to: '', required: false, value: { from: 'path', path: '', convert: { as: 'same' } } };

type RowsProps<F> = {
	value: readonly F[];
	onChange: (value: F[]) => void;
	within: LineOf;
	at: string;
};

/** The event's properties, or the customer's traits. */
export function FieldRows({ known, ...rows }: RowsProps<MappedField> & { known: readonly string[] }) {
	return <Rows {...rows} known={known} lines />;
}

function Rows({
	value,
	onChange,
	within,
	at,
	known,
	lines,
}: RowsProps<MappedField> & { known: readonly string[]; lines: boolean }) {
	const t = useTranslations('sources');
	const left = known.filter((name) => !value.some(({ to }) => to === name)).map((name) => ({ value: name }));
	return (
		<div className="flex flex-col gap-2">
			{value.length > 0 && (
				<ul className="flex flex-col divide-y divide-line rounded-lg border border-line">
					{value.map((field, n) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: a property is its place; its name changes as it is typed.
						<li key={n} className="p-2">
							<Row
								field={field}
								onChange={(next) => onChange(value.map((each, m) => (m === n ? next : each)))}
								onRemove={() => onChange(value.filter((_, m) => m !== n))}
								names={left}
								{...{ within, lines, at: `${at}.${n}` }}
							/>
						</li>
					))}
				</ul>
			)}
			<Button size="sm" variant="ghost" className="self-start" onClick={() => onChange([...value, NEW])}>
				<Plus aria-hidden />
				{t(lines ? 'addProperty' : 'addLineProperty')}
			</Button>
		</div>
	);
}

type RowProps = {
	field: MappedField;
	onChange: (field: MappedField) => void;
	onRemove: () => void;
	names: { value: string }[];
	within: LineOf;
	at: string;
	/** A list may be filled here: within a list none. */
	lines: boolean;
};

function Row({ field, onChange, onRemove, names, within, at, lines }: RowProps) {
	const t = useTranslations('sources');
	const { errorAt, payload, zone } = useMapping();
	const { value } = field;
	const kinds = [...CONVERSIONS, 'constant' as const, 'figure' as const, ...(lines ? (['lines'] as const) : [])];
	const path = value.from === 'constant' ? '' : value.path;
	const sample = sampleAt(path, within, payload);
	const turnInto = (kind: (typeof kinds)[number]): MappedField['value'] => {
		if (kind === 'constant' || kind === 'figure') return { from: 'constant', value: kind === 'figure' ? 0 : '' };
		if (kind === 'lines') return { from: 'lines', path, fields: [] };
		return { from: 'path', path, convert: newConversion(kind, zone, sample) };
	};
	return (
		<div className="flex flex-col gap-2">
			{/* On a phone the path and what becomes of it have a line each, below the name. */}
			<div className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-start gap-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_minmax(0,2fr)_5.25rem_auto]">
				<Field label={t('property')} hideLabel error={errorAt(`${at}.to`)}>
					<SuggestInput
						value={field.to}
						onChange={(to) => onChange({ ...field, to })}
						suggestions={names}
						placeholder={t('property')}
						aria-label={t('property')}
						className="font-mono sm:text-xs"
					/>
				</Field>
				<div className="min-w-0 max-sm:order-4 max-sm:col-span-3">
					<Source
						value={value}
						onChange={(next) => onChange({ ...field, value: fitting(next, within, payload) })}
						within={within}
						at={at}
					/>
				</div>
				<div className="min-w-0 max-sm:order-5 max-sm:col-span-3">
					<Select
						aria-label={t('conversion')}
						value={kindOf(value)}
						options={kinds.map((kind) => ({ value: kind, label: t(`conversions.${kind}`) }))}
						onValueChange={(kind) => onChange({ ...field, value: turnInto(kind) })}
						className="sm:text-xs"
					/>
				</div>
				<div className="flex h-9 items-center sm:h-8">
					{value.from !== 'constant' && (
						<Checkbox
							label={<span className="text-ink-2 text-xs">{t('required')}</span>}
							checked={field.required}
							onCheckedChange={(required) => onChange({ ...field, required })}
						/>
					)}
				</div>
				<IconButton label={t('removeProperty', { name: field.to || t('property') })} tooltip={false} onClick={onRemove}>
					<X />
				</IconButton>
			</div>
			{value.from === 'path' && value.convert.as !== 'same' && value.convert.as !== 'text' && (
				<div className="flex flex-wrap items-center gap-2 pr-10 empty:hidden">
					<ConversionFields
						value={value.convert}
						onChange={(convert) => onChange({ ...field, value: { ...value, convert } })}
						at={`${at}.value.convert`}
					/>
					{sample !== undefined && <Result sample={sample} convert={value.convert} />}
				</div>
			)}
			{value.from === 'lines' && (
				<div className="border-line border-l-2 pl-3">
					<Rows
						value={value.fields}
						onChange={(next) => onChange({ ...field, value: { ...value, fields: next.flatMap(plainOnly) } })}
						within={linesOf(value.path, within)}
						at={`${at}.value.fields`}
						known={OF_A_LINE}
						lines={false}
					/>
				</div>
			)}
		</div>
	);
}

/** A date of another path may well be written in another way. */
function fitting(value: MappedField['value'], within: LineOf, payload: Json | null): MappedField['value'] {
	if (value.from !== 'path' || (value.convert.as !== 'instant' && value.convert.as !== 'day')) return value;
	const format = formatFor(sampleAt(value.path, within, payload), value.convert);
	return { ...value, convert: { ...value.convert, format } };
}

/** What becomes of the value in the payload that is looked at. */
function Result({ sample, convert }: { sample: Json; convert: Conversion }) {
	const t = useTranslations('sources');
	const result = convertValue(sample, convert);
	return (
		<span className="min-w-0 break-all text-xs">
			<span className="font-mono text-ink-3">{shortly(sample)} → </span>
			{'why' in result ? (
				<span className="text-danger">{t(`problems.${result.why}`)}</span>
			) : (
				<span className="font-mono text-ink">{shortly(result.value)}</span>
			)}
		</span>
	);
}

/** As it is chosen: a path by what becomes of it. */
function kindOf(value: MappedField['value']) {
	if (value.from === 'path') return value.convert.as;
	return value.from === 'constant' && typeof value.value === 'number' ? 'figure' : value.from;
}

function plainOnly(field: MappedField): LineField[] {
	const { value } = field;
	return value.from === 'lines' ? [] : [{ ...field, value }];
}

type SourceProps = {
	value: MappedField['value'];
	onChange: (value: MappedField['value']) => void;
	within: LineOf;
	at: string;
};

function Source({ value, onChange, within, at }: SourceProps) {
	const t = useTranslations('sources');
	if (value.from === 'constant')
		return (
			<Input
				aria-label={t('constant')}
				placeholder={t('constant')}
				type={typeof value.value === 'number' ? 'number' : 'text'}
				step="any"
				value={value.value}
				maxLength={500}
				onChange={({ target }) =>
					onChange({ from: 'constant', value: typeof value.value === 'number' ? Number(target.value) : target.value })
				}
				className="font-mono sm:text-xs"
			/>
		);
	return (
		<PathInput
			label={t('pathOf')}
			hideLabel
			value={value.path}
			onChange={(path) => onChange({ ...value, path })}
			within={within}
			at={`${at}.value.path`}
			want={value.from === 'lines' ? 'list' : 'value'}
		/>
	);
}
