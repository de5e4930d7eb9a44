'use client';

import { useTranslations } from 'next-intl';
import { probablyMeant } from '@/lib/typo';
import { FieldHint } from './field-hint';
import { useSettled } from './use-settled';

const SETTLED_MS = 500;

type Known = { name: string; count: number };
type MeantInsteadProps<K extends Known> = {
	typed: string;
	known: readonly K[];
	/** Names it, with how often it came in. */
	say: (meant: K) => string;
	onTake: (name: string) => void;
};

/** “Never seen; did you mean …?” below a name that never came in, with a click to take the other. */
export function MeantInstead<K extends Known>({ typed, known, say, onTake }: MeantInsteadProps<K>) {
	const t = useTranslations('editor.seen');
	const settled = useSettled(typed, SETTLED_MS);
	if (settled !== typed || settled.trim() === '' || known.length === 0 || known.some(({ name }) => name === settled))
		return null;
	const meant = probablyMeant(settled, known);
	return (
		<FieldHint
			{...(meant ? { fix: { label: t('meant', { name: say(meant) }), onFix: () => onTake(meant.name) } } : {})}
		>
			{t('neverSeen', { name: settled })}
		</FieldHint>
	);
}
