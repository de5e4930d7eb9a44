'use client';

import { useTranslations } from 'next-intl';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';

type Scalar = string | number | boolean;
type Value = Scalar | Scalar[] | undefined;
type Kind = 'text' | 'number' | 'boolean';

/** What is compared with. Text is never equal to a number, so its kind is said, and guessed while it is empty. */
export function RuleValue({
	value,
	several,
	onChange,
}: {
	value: Value;
	several: boolean;
	onChange: (value: Value) => void;
}) {
	const t = useTranslations('editor.rule');
	const first = Array.isArray(value) ? value[0] : value;
	const kind: Kind = typeof first === 'number' ? 'number' : typeof first === 'boolean' ? 'boolean' : 'text';
	const words = Array.isArray(value) ? value.map(String).join(', ') : String(value ?? '');
	const write = (text: string, as: Kind) => {
		const parts = several ? text.split(',').map((part) => part.trim()) : [text];
		const scalars = parts.map((part) => toScalar(part, as));
		onChange(several ? scalars : scalars[0]);
	};
	return (
		<div className="flex min-w-0 gap-1">
			{kind === 'boolean' ? (
				<Select
					size="sm"
					aria-label={t('value')}
					options={[
						{ value: 'true', label: t('yes') },
						{ value: 'false', label: t('no') },
					]}
					value={words === 'true' ? 'true' : 'false'}
					onValueChange={(answer) => write(answer, 'boolean')}
				/>
			) : (
				<Input
					aria-label={t('value')}
					value={words}
					placeholder={several ? t('severalPlaceholder') : t('value')}
					inputMode={kind === 'number' ? 'decimal' : 'text'}
					// A number that begins as one is one; whoever means text says so beside it.
					onChange={(event) =>
						write(event.target.value, words === '' && isNumber(event.target.value) ? 'number' : kind)
					}
					className="h-7 sm:h-7 sm:text-xs"
				/>
			)}
			<Select
				size="sm"
				aria-label={t('valueKind')}
				className="w-auto shrink-0"
				options={[
					{ value: 'text', label: t('kinds.text') },
					{ value: 'number', label: t('kinds.number') },
					{ value: 'boolean', label: t('kinds.boolean') },
				]}
				value={kind}
				onValueChange={(as) => write(words, as)}
			/>
		</div>
	);
}

function isNumber(text: string): boolean {
	return text.trim() !== '' && Number.isFinite(Number(text));
}

function toScalar(text: string, as: Kind): Scalar {
	switch (as) {
		case 'number':
			return isNumber(text) ? Number(text) : text;
		case 'boolean':
			return text === 'true';
		case 'text':
			return text;
	}
}
