'use client';

import { useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';

/** Where the form is, and how a site shows it. */
export function ShareForm({ url, published, title }: { url: string; published: boolean; title: string }) {
	const t = useTranslations('forms');
	const slug = url.slice(url.lastIndexOf('/') + 1);
	const snippet = `<script src="${new URL('embed.js', url)}" data-form="${slug}" data-title="${title.replace(/"/g, '&quot;')}"></script>\n<noscript><a href="${url}">${title.replace(/</g, '&lt;')}</a></noscript>`;
	return (
		<Card title={t('share')}>
			{published ? (
				<div className="flex flex-col gap-4 text-sm">
					<div>
						<h3 className="font-medium text-ink">{t('page')}</h3>
						<a href={url} target="_blank" rel="noreferrer" className="break-all text-accent-ink hover:underline">
							{url}
						</a>
					</div>
					<div>
						<h3 className="font-medium text-ink">{t('snippet')}</h3>
						<p className="mt-0.5 text-ink-3 text-xs">{t('snippetHelp')}</p>
						<pre className="mt-2 whitespace-pre-wrap break-all rounded-lg bg-subtle p-3 text-ink text-xs">
							{snippet}
						</pre>
						<CopyButton text={snippet} label={t('copySnippet')} className="mt-2" />
					</div>
				</div>
			) : (
				<p className="text-ink-2 text-sm">{t('notOpen')}</p>
			)}
		</Card>
	);
}
