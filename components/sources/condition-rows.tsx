'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { MappingCondition } from '@/lib/mapping';
import type { LineOf } from '@/lib/payload-path';
import { PathInput } from './path-input';

const TESTS = ['present', 'absent', 'equal', 'other'] as const;

type ConditionRowsProps = {
	value: MappingCondition[];
	onChange: (value: MappingCondition[]) => void;
	within: LineOf;
	at: string;
};

/** What must hold for a rule to apply. */
export function ConditionRows({ value, onChange, within, at }: ConditionRowsProps) {
	const t = useTranslations('sources');
	const change = (n: number, changes: Partial<MappingCondition>) =>
		onChange(value.map((each, m) => (m === n ? { ...each, ...changes } : each)));
	return (
		<div className="flex flex-col gap-2">
			{value.map((condition, n) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place.
				<div key={n} className="flex flex-wrap items-start gap-2">
					<PathInput
						label={t('conditionPath')}
						hideLabel
						value={condition.path}
						onChange={(path) => change(n, { path })}
						within={within}
						at={`${at}.${n}.path`}
						className="min-w-40 flex-1"
					/>
					<Select
						aria-label={t('conditionTest')}
						value={condition.is}
						options={TESTS.map((test) => ({ value: test, label: t(`tests.${test}`) }))}
						onValueChange={(is) => change(n, { is })}
						className="w-auto sm:text-xs"
					/>
					{(condition.is === 'equal' || condition.is === 'other') && (
						<Input
							aria-label={t('conditionValue')}
							value={condition.value}
							maxLength={200}
							onChange={(event) => change(n, { value: event.target.value })}
							className="w-32 font-mono sm:text-xs"
						/>
					)}
					<IconButton label={t('removeCondition')} onClick={() => onChange(value.filter((_, m) => m !== n))}>
						<X />
					</IconButton>
				</div>
			))}
			<Button
				size="sm"
				variant="ghost"
				className="self-start"
				onClick={() => onChange([...value, { path: '', is: 'present', value: '' }])}
			>
				<Plus aria-hidden />
				{t(value.length === 0 ? 'addFirstCondition' : 'addCondition')}
			</Button>
		</div>
	);
}
