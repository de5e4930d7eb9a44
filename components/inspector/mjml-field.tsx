'use client';

import { Eye } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { previewEmail } from '@/app/(app)/journeys/[id]/actions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { ControlProps } from './context';
import { TemplateField } from './template-field';

type Preview = { kind: 'loading' } | { kind: 'html'; html: string } | { kind: 'error'; message: string };

/** MJML with a look at what it becomes, compiled by the server as publishing will. */
export function MjmlField({ value = '', onChange }: ControlProps<string>) {
	const t = useTranslations('editor.mjml');
	const [preview, setPreview] = useState<Preview | null>(null);
	const show = async () => {
		setPreview({ kind: 'loading' });
		const answer = await previewEmail({ body: value });
		setPreview(
			answer.ok ? { kind: 'html', html: answer.value.html } : { kind: 'error', message: answer.error.message },
		);
	};
	return (
		<div className="flex flex-col gap-2">
			<TemplateField value={value} onChange={onChange} mono />
			<Button size="sm" className="self-start" onClick={() => void show()}>
				<Eye aria-hidden />
				{t('preview')}
			</Button>
			<Dialog
				open={preview !== null}
				onOpenChange={(open) => !open && setPreview(null)}
				title={t('preview')}
				description={t('hint')}
				size="lg"
			>
				{preview?.kind === 'loading' && <p className="py-12 text-center text-ink-3">{t('loading')}</p>}
				{preview?.kind === 'error' && (
					<p role="alert" className="whitespace-pre-wrap rounded-md bg-danger-soft p-3 font-mono text-danger text-xs">
						{preview.message}
					</p>
				)}
				{preview?.kind === 'html' && (
					// Without scripts and without our cookies: what marketers paste cannot act as them.
					<iframe
						title={t('preview')}
						sandbox=""
						srcDoc={preview.html}
						className="h-[60dvh] w-full rounded-md border border-line bg-white"
					/>
				)}
			</Dialog>
		</div>
	);
}
