'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useEffect, useRef } from 'react';
import { type Answer, submit } from '@/app/f/[slug]/actions';
import { Notice } from '@/components/ui/notice';
import { CONFIRM_WITHIN_DAYS } from '@/lib/confirmation';
import type { FormDefinition, Shown } from '@/lib/form';
import type { Locale } from '@/lib/text';
import { FormView } from './form-view';

/**
 * The form of a public page. A plain POST that the server answers with the page again, so it works without JavaScript;
 * with it, what was typed stays while it is sent. `token`: what is shown, signed.
 */
export function CaptureForm({
	slug,
	definition,
	locale,
	asks,
	token,
	anonymousId,
	referral,
}: {
	slug: string;
	definition: FormDefinition;
	locale: Locale;
	asks: Shown['asks'];
	token: string;
	anonymousId: string;
	/** The code of the friend whose link led here, or nothing. */
	referral: string;
}) {
	const t = useTranslations('capture');
	const [answer, send, pending] = useActionState<Answer, FormData>(submit, { is: 'new' });
	const frame = useTellHeight(slug);
	if (answer.is === 'taken')
		return (
			<div ref={frame} role="status">
				<h1 className="font-semibold text-2xl text-ink">{t('thanks')}</h1>
				<p className="mt-3 whitespace-pre-line text-ink">{definition.thanks[locale]}</p>
				{asks.length > 0 && <p className="mt-3 text-ink-2 text-sm">{t('toConfirm', { days: CONFIRM_WITHIN_DAYS })}</p>}
			</div>
		);
	return (
		<div ref={frame}>
			<form action={send} noValidate className="flex flex-col gap-5">
				<div role="alert" className="empty:hidden">
					{answer.is === 'wrong' && <Notice tone="danger">{t('some')}</Notice>}
					{answer.is === 'again' && <Notice tone="warning">{t('again')}</Notice>}
					{answer.is === 'too-many' && <Notice tone="warning">{t('tooMany')}</Notice>}
				</div>
				<input type="hidden" name="slug" value={slug} />
				<input type="hidden" name="shown" value={token} />
				<input type="hidden" name="anonymousId" value={anonymousId} />
				<input type="hidden" name="referral" value={referral} />
				{/* Nobody sees it; programs that fill in everything do. */}
				<div aria-hidden className="absolute -left-[9999px] h-px w-px overflow-hidden">
					<label>
						{t('trap')}
						<input name="website" tabIndex={-1} autoComplete="off" defaultValue="" />
					</label>
				</div>
				<FormView
					definition={definition}
					locale={locale}
					asks={asks}
					pending={pending}
					errors={answer.is === 'wrong' ? answer.errors : undefined}
					values={'values' in answer ? answer.values : undefined}
					ticked={'ticked' in answer ? answer.ticked : undefined}
				/>
			</form>
		</div>
	);
}

/** Tells the page that holds us in a frame how tall we are: it fits the frame to the form. */
function useTellHeight(slug: string) {
	const ref = useRef<HTMLDivElement>(null);
	useEffect(() => {
		const content = ref.current;
		if (!content || window.parent === window) return;
		const tell = () =>
			window.parent.postMessage({ type: 'parcours:height', slug, height: document.documentElement.scrollHeight }, '*');
		const observer = new ResizeObserver(tell);
		observer.observe(content);
		return () => observer.disconnect();
	}, [slug]);
	return ref;
}
