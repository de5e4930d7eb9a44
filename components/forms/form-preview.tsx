'use client';

import { type Messages, NextIntlClientProvider, useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import type { ConsentPurpose } from '@/lib/consent';
import { type FormDefinition, formAsks } from '@/lib/form';
import type { Locale } from '@/lib/text';
import { FormView } from './form-view';

/** What the form says of itself, in each language; not all the words of the app. */
export type PreviewWords = Record<Locale, Pick<Messages, 'capture' | 'common'>>;

/** The form as a visitor will see it, in her language; nothing in it is sent. */
export function FormPreview({
	definition,
	locale,
	words,
	...shop
}: {
	definition: FormDefinition;
	locale: Locale;
	words: PreviewWords;
	brand: string;
	purposes: ConsentPurpose[];
}) {
	const t = useTranslations('forms');
	return (
		<Card title={t('preview')}>
			<div lang={locale} className="rounded-lg border border-line bg-canvas p-5">
				<NextIntlClientProvider locale={locale} messages={words[locale]}>
					{/* biome-ignore lint/a11y/useSemanticElements: a form in the editor's page would be sent with it. */}
					<div role="form" inert>
						<FormView definition={definition} locale={locale} asks={formAsks(definition, { ...shop, locale })} />
					</div>
				</NextIntlClientProvider>
			</div>
		</Card>
	);
}
