import { useTranslations } from 'next-intl';
import { Tick } from '@/components/public/tick';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { askName, type FormDefinition, type FormErrors, type FormField, type Shown } from '@/lib/form';
import type { Locale } from '@/lib/text';

const TYPE = {
	email: { type: 'email', autoComplete: 'email', inputMode: 'email' },
	phone: { type: 'tel', autoComplete: 'tel', inputMode: 'tel' },
	first_name: { type: 'text', autoComplete: 'given-name', inputMode: 'text' },
	last_name: { type: 'text', autoComplete: 'family-name', inputMode: 'text' },
	postal_code: { type: 'text', autoComplete: 'postal-code', inputMode: 'text' },
	city: { type: 'text', autoComplete: 'address-level2', inputMode: 'text' },
	birthday: { type: 'date', autoComplete: 'bday', inputMode: 'numeric' },
} as const satisfies Record<FormField, unknown>;

/** What a visitor fills in, as it is and in the editor's preview. `values`: what she typed before something was wrong. */
export function FormView({
	definition,
	locale,
	asks,
	errors = {},
	values = {},
	ticked = [],
	pending = false,
}: {
	definition: FormDefinition;
	locale: Locale;
	asks: Shown['asks'];
	errors?: FormErrors | undefined;
	values?: Record<string, string> | undefined;
	ticked?: string[] | undefined;
	pending?: boolean;
}) {
	const t = useTranslations('capture');
	const wrong = (field: FormField) => {
		const error = errors[field];
		if (!error) return undefined;
		return t(error === 'invalid' && (field === 'email' || field === 'phone') ? `errors.${field}` : `errors.${error}`);
	};
	return (
		<div className="flex flex-col gap-5">
			<div>
				<h1 className="text-balance font-semibold text-2xl text-ink">{definition.title[locale]}</h1>
				{definition.intro[locale] && <p className="mt-2 whitespace-pre-line text-ink-2">{definition.intro[locale]}</p>}
			</div>
			<div className="flex flex-col gap-4">
				{definition.fields.map(({ field, required }) => (
					<Field
						key={field}
						label={
							<>
								{t(`fields.${field}`)}
								{!required && <span className="ml-1.5 font-normal text-ink-3">{t('optional')}</span>}
							</>
						}
						required={required}
						error={wrong(field)}
					>
						<Input
							name={field}
							{...TYPE[field]}
							required={required}
							defaultValue={values[field] ?? ''}
							maxLength={254}
							className="h-11 text-base sm:h-10"
						/>
					</Field>
				))}
			</div>
			{asks.length > 0 && (
				<div className="flex flex-col gap-3">
					{asks.map((ask) => (
						<Tick
							key={askName(ask)}
							name="consent"
							value={askName(ask)}
							label={ask.wording}
							defaultChecked={ticked.includes(askName(ask))}
						/>
					))}
				</div>
			)}
			<Button type="submit" variant="primary" size="lg" pending={pending} className="h-11 self-start px-6">
				{definition.button[locale]}
			</Button>
			{definition.notice[locale] && (
				<p className="whitespace-pre-line text-ink-3 text-xs leading-relaxed">{definition.notice[locale]}</p>
			)}
		</div>
	);
}
