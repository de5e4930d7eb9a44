'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { type Conversion, formatFor } from '@/lib/convert-value';
import type { Json } from '@/lib/event';
import { useMapping } from './context';
import { DateReadingFields } from './date-reading';

/** What a conversion begins with, by the value that it is for. */
export function newConversion(as: Conversion['as'], zone: string, sample: Json | undefined): Conversion {
	switch (as) {
		case 'number':
			return { as, decimal: 'either' };
		case 'minor':
			return { as, digits: 2 };
		case 'instant':
		case 'day':
			return { as, format: formatFor(sample, { format: 'iso', zone }), zone };
		case 'table':
			return { as, entries: [{ from: '', to: '' }], otherwise: 'refuse' };
		default:
			return { as };
	}
}

type ConversionFieldsProps = {
	value: Conversion;
	onChange: (value: Conversion) => void;
	/** Of the value, for what is wrong with it. */
	at: string;
};

/** What a conversion still has to know. Most know all. */
export function ConversionFields({ value, onChange, at }: ConversionFieldsProps) {
	const t = useTranslations('sources');
	switch (value.as) {
		case 'same':
		case 'text':
			return null;
		case 'number':
			return (
				<Select
					aria-label={t('decimal')}
					value={value.decimal}
					options={[
						{ value: 'either', label: t('decimalEither') },
						{ value: ',', label: t('decimalComma') },
						{ value: '.', label: t('decimalPoint') },
					]}
					onValueChange={(decimal) => onChange({ ...value, decimal })}
					className="w-auto sm:text-xs"
				/>
			);
		case 'minor':
			return (
				<Select
					aria-label={t('digits')}
					value={String(value.digits)}
					options={[1, 2, 3, 4].map((n) => ({ value: String(n), label: t('divided', { by: 10 ** n }) }))}
					onValueChange={(digits) => onChange({ ...value, digits: Number(digits) })}
					className="w-auto sm:text-xs"
				/>
			);
		case 'instant':
		case 'day':
			return <DateReadingFields value={value} onChange={(reading) => onChange({ ...value, ...reading })} />;
		case 'table':
			return <TableFields value={value} onChange={onChange} at={at} />;
	}
}

type Table = Extract<Conversion, { as: 'table' }>;

function TableFields({ value, onChange, at }: ConversionFieldsProps & { value: Table }) {
	const t = useTranslations('sources');
	const { errorAt } = useMapping();
	const error = errorAt(`${at}.entries`);
	const change = (n: number, changes: Partial<Table['entries'][number]>) =>
		onChange({ ...value, entries: value.entries.map((each, m) => (m === n ? { ...each, ...changes } : each)) });
	return (
		<div className="flex w-full flex-col gap-1.5">
			{value.entries.map(({ from, to }, n) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the table is its place.
				<div key={n} className="flex items-center gap-1.5">
					<Input
						aria-label={t('tableFrom')}
						placeholder={t('tableFrom')}
						value={from}
						maxLength={200}
						onChange={(event) => change(n, { from: event.target.value })}
						className="font-mono sm:text-xs"
					/>
					<span aria-hidden className="text-ink-3">
						→
					</span>
					<Input
						aria-label={t('tableTo')}
						placeholder={t('tableTo')}
						value={to}
						maxLength={200}
						onChange={(event) => change(n, { to: event.target.value })}
						className="font-mono sm:text-xs"
					/>
					<IconButton
						label={t('removeLine')}
						onClick={() => onChange({ ...value, entries: value.entries.filter((_, m) => m !== n) })}
					>
						<X />
					</IconButton>
				</div>
			))}
			{error && (
				<p role="alert" className="text-danger text-xs">
					{error}
				</p>
			)}
			<div className="flex flex-wrap items-center gap-2">
				<Button
					size="sm"
					variant="ghost"
					onClick={() => onChange({ ...value, entries: [...value.entries, { from: '', to: '' }] })}
				>
					<Plus aria-hidden />
					{t('addLine')}
				</Button>
				<Select
					aria-label={t('otherwise')}
					value={value.otherwise}
					options={[
						{ value: 'refuse', label: t('otherwiseRefuse') },
						{ value: 'keep', label: t('otherwiseKeep') },
					]}
					onValueChange={(otherwise) => onChange({ ...value, otherwise })}
					className="w-auto sm:text-xs"
				/>
			</div>
		</div>
	);
}
