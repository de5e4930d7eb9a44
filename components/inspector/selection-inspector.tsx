'use client';

import { Copy, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { pieceOf, useEditorStore } from '@/components/canvas/editor-store';
import { Button } from '@/components/ui/button';

/** Several steps at once can be moved, copied and removed; their settings are each one's own. */
export function SelectionInspector({ ids, readOnly }: { ids: string[]; readOnly: boolean }) {
	const t = useTranslations('editor');
	const store = useEditorStore();
	return (
		<section className="flex flex-col gap-4">
			<header>
				<h2 className="font-semibold text-ink">{t('several', { n: ids.length })}</h2>
				<p className="text-ink-3 text-xs">{t('severalHint')}</p>
			</header>
			{!readOnly && (
				<div className="flex gap-2">
					<Button size="sm" onClick={() => store.getState().paste(pieceOf(store.getState().graph, ids))}>
						<Copy aria-hidden />
						{t('duplicate')}
					</Button>
					<Button size="sm" onClick={() => store.getState().remove(ids)}>
						<Trash2 aria-hidden />
						{t('remove')}
					</Button>
				</div>
			)}
		</section>
	);
}
