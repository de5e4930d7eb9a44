'use client';

import { useTranslations } from 'next-intl';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { PartProps } from './offer-form';

/** From when and until when it holds; empty means always. */
export function ValidityFields({ fields, change, errorAt }: PartProps) {
	const t = useTranslations('offers');
	return (['valid_from', 'valid_until'] as const).map((which) => (
		<Field key={which} label={t(which)} optional error={errorAt(which)}>
			<Input
				type="datetime-local"
				value={fields[which]}
				onChange={(event) => change({ [which]: event.target.value })}
			/>
		</Field>
	));
}
