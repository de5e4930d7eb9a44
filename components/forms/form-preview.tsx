'use client';

import { NextIntlClientProvider, useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import type { ConsentPurpose } from '@/lib/consent';
import { type FormDefinition, formAsks } from '@/lib/form';
import type { Locale } from '@/lib/text';
import en from '@/messages/en.json';
import fr from '@/messages/fr.json';
import { FormView } from './form-view';

const WORDS = {
	en: { capture: en.capture, common: en.common },
	fr: { capture: fr.capture, common: fr.common },
} as const;

/** The form as a visitor will see it, in her language; nothing in it is sent. */
export function FormPreview({
	definition,
	locale,
	...shop
}: {
	definition: FormDefinition;
	locale: Locale;
	brand: string;
	purposes: ConsentPurpose[];
}) {
	const t = useTranslations('forms');
	return (
		<Card title={t('preview')}>
			<div lang={locale} className="rounded-lg border border-line bg-canvas p-5">
				<NextIntlClientProvider locale={locale} messages={WORDS[locale]}>
					{/* biome-ignore lint/a11y/useSemanticElements: a form in the editor's page would be sent with it. */}
					<div role="form" inert>
						<FormView definition={definition} locale={locale} asks={formAsks(definition, { ...shop, locale })} />
					</div>
				</NextIntlClientProvider>
			</div>
		</Card>
	);
}
