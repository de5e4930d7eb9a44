'use client';

import { useTranslations } from 'next-intl';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { ControlProps } from './context';

const UNITS = ['minutes', 'hours', 'days', 'weeks', 'months'] as const;
type Unit = (typeof UNITS)[number];
const WRITE: Record<Unit, (n: number) => string> = {
	minutes: (n) => `PT${n}M`,
	hours: (n) => `PT${n}H`,
	days: (n) => `P${n}D`,
	weeks: (n) => `P${n}W`,
	months: (n) => `P${n}M`,
};
const READ: [RegExp, Unit][] = [
	[/^PT(\d+)M$/, 'minutes'],
	[/^PT(\d+)H$/, 'hours'],
	[/^P(\d+)D$/, 'days'],
	[/^P(\d+)W$/, 'weeks'],
	[/^P(\d+)M$/, 'months'],
];

/** “3 days”; null when the ISO 8601 duration has several parts and must be written as it is. */
function read(duration: string): { n: number; unit: Unit } | null {
	for (const [pattern, unit] of READ) {
		const found = duration.match(pattern)?.[1];
		if (found !== undefined) return { n: Number(found), unit };
	}
	return duration === '' ? { n: 1, unit: 'days' } : null;
}

/** An ISO 8601 duration as a number and a unit. `signed` adds before and after. */
export function DurationField({ value = '', onChange, signed = false }: ControlProps<string> & { signed?: boolean }) {
	const t = useTranslations('editor.duration');
	const before = value.startsWith('-');
	const plain = before ? value.slice(1) : value;
	const parsed = read(plain);
	const write = (duration: string, isBefore = before) => onChange(isBefore ? `-${duration}` : duration);
	return (
		<div className="flex gap-2">
			{parsed === null ? (
				<Input
					aria-label={t('amount')}
					value={plain}
					onChange={(event) => write(event.target.value)}
					spellCheck={false}
					className="font-mono"
				/>
			) : (
				<>
					<Input
						aria-label={t('amount')}
						type="number"
						min={0}
						step={1}
						value={String(parsed.n)}
						onChange={(event) => write(WRITE[parsed.unit](Math.max(0, Math.trunc(Number(event.target.value)))))}
						className="w-20 shrink-0 tabular-nums"
					/>
					<Select
						aria-label={t('unit')}
						id={undefined}
						options={UNITS.map((unit) => ({ value: unit, label: t(unit, { n: parsed.n }) }))}
						value={parsed.unit}
						onValueChange={(unit) => write(WRITE[unit](parsed.n))}
					/>
				</>
			)}
			{signed && (
				<Select
					aria-label={t('direction')}
					options={[
						{ value: 'after', label: t('after') },
						{ value: 'before', label: t('before') },
					]}
					value={before ? 'before' : 'after'}
					onValueChange={(direction) => write(plain, direction === 'before')}
				/>
			)}
		</div>
	);
}
