'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { Change } from '@/lib/diff';
import { say } from '@/lib/text';
import { nodeType } from '@/nodes';

/** Differences between two drawings, one line each. */
export function Changes({ changes }: { changes: Change[] }) {
	const t = useTranslations('editor.changes');
	const locale = useLocale();
	if (changes.length === 0) return <p className="text-ink-3 text-sm">{t('none')}</p>;
	return (
		<ul className="list-disc pl-5 text-ink-2 text-sm">
			{changes.map((change) => (
				<li key={'nodeId' in change ? `${change.kind} ${change.nodeId}` : change.kind}>
					{'nodeId' in change
						? t(change.kind, { what: change.name ?? say(nodeType(change.type)?.label ?? change.type, locale) })
						: t(change.kind)}
				</li>
			))}
		</ul>
	);
}
