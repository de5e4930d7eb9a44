'use client';

import { useTranslations } from 'next-intl';
import { CopyButton } from '@/components/ui/copy-button';

/** The line that sends something to a source, ready to paste; without its secret, which nobody can show again. */
export function HowToSend({ address, secret = 'SECRET' }: { address: string; secret?: string }) {
	const t = useTranslations('sources');
	const line = `curl ${address} \\\n  -H 'Authorization: Bearer ${secret}' \\\n  -H 'Content-Type: application/json' \\\n  -d @payload.json`;
	return (
		<div className="flex flex-col gap-2">
			<div className="relative">
				<pre
					// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard (WCAG 2.1.1).
					tabIndex={0}
					className="overflow-x-auto rounded-lg border border-line bg-subtle p-3 font-mono text-ink text-xs leading-5"
				>
					{line}
				</pre>
				<CopyButton iconOnly text={line} label={t('copyLine')} className="absolute top-1 right-1 bg-subtle" />
			</div>
			<p className="text-ink-3 text-xs">{t('signedToo')}</p>
		</div>
	);
}
