'use client';

import { useTranslations } from 'next-intl';
import type { Operator, Reference, Scalar } from '@/lib/compare';
import type { SeenProperty } from '@/lib/seen';
import { unlike } from '@/lib/value-kind';
import { FieldHint } from './field-hint';

type UnlikeHintProps = {
	test: { path: string; op: Operator; value?: Scalar | Scalar[] | Reference | undefined };
	property: SeenProperty | undefined;
	/** What marketers call the property; its path, without. */
	say?: (path: string) => string;
	onFix: (value: Scalar | Scalar[]) => void;
};

/** Text that is compared with a number, said with the fix: such a comparison never holds, and nobody would notice. */
export function UnlikeHint({ test, property, say, onFix }: UnlikeHintProps) {
	const t = useTranslations('editor.seen');
	const { op, path, value } = test;
	if (!property || (typeof value === 'object' && !Array.isArray(value))) return null;
	const found = unlike(property.kinds, op, value);
	if (!found) return null;
	const { is, compared, fix } = found;
	return (
		<FieldHint
			{...(fix === null ? {} : { fix: { label: t('fix', { kind: t(`kinds.${is}`) }), onFix: () => onFix(fix) } })}
		>
			{t('unlike', { path: say?.(path) ?? path, is: t(`kinds.${is}`), compared: t(`kinds.${compared}`) })}
		</FieldHint>
	);
}
