'use client';

import { Redo2, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '@/components/ui/icon-button';
import { useEditorStore, useHistory } from './editor-store';

export function HistoryButtons() {
	const t = useTranslations('editor');
	const store = useEditorStore();
	const past = useHistory((s) => s.pastStates.length);
	const future = useHistory((s) => s.futureStates.length);
	return (
		<div className="flex">
			<IconButton
				label={t('undo')}
				shortcut="Ctrl Z"
				disabled={past === 0}
				onClick={() => store.temporal.getState().undo()}
			>
				<Undo2 />
			</IconButton>
			<IconButton
				label={t('redo')}
				shortcut="Ctrl ⇧ Z"
				disabled={future === 0}
				onClick={() => store.temporal.getState().redo()}
			>
				<Redo2 />
			</IconButton>
		</div>
	);
}
