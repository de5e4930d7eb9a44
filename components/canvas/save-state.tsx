'use client';

import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import type { SaveState as State } from './use-autosave';

export function SaveState({ state }: { state: State }) {
	const t = useTranslations('editor.save');
	const bad = state.kind === 'failed' || state.kind === 'stale';
	return (
		<span role="status" data-state={state.kind} className={cn('text-xs', bad ? 'text-danger' : 'text-ink-3')}>
			{t(state.kind)}
		</span>
	);
}
