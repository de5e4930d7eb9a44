'use client';

import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import type { SaveState as State } from './use-autosave';

export function SaveState({ state }: { state: State }) {
	const t = useTranslations('editor.save');
	const bad = state.kind === 'failed' || state.kind === 'stale' || state.kind === 'refused';
	return (
		<span
			role="status"
			data-state={state.kind}
			className={cn('whitespace-nowrap text-xs', bad ? 'font-medium text-danger' : 'text-ink-3')}
		>
			{t(state.kind)}
		</span>
	);
}

/** Why the server did not take the drawing, where it cannot be overlooked. */
export function SaveNotice({ state }: { state: State }) {
	const t = useTranslations('editor.save');
	if (state.kind !== 'refused') return null;
	const out = state.error.code === 'signed-out';
	return (
		<Notice tone="danger" alert className="rounded-none">
			{out ? t('signedOut') : state.error.message}{' '}
			{out && (
				<a href="/sign-in" target="_blank" rel="noreferrer" className="font-medium underline underline-offset-4">
					{t('signIn')}
				</a>
			)}
		</Notice>
	);
}
