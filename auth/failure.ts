import { getLocale, getTranslations } from 'next-intl/server';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { ConflictError, NotFoundError, OperationalError, UserError } from '@/lib/errors';
import { type Locale, say } from '@/lib/text';
import { log } from '@/log';
import type { ActionError } from './result';

const ZOD_WORDS = { en: z.locales.en, fr: z.locales.fr } satisfies Record<Locale, unknown>;

/** Zod's own words are for developers; what people meet in forms is said in ours. */
async function wordsFor(): Promise<z.core.$ZodErrorMap> {
	const t = await getTranslations('errors');
	const { localeError } = ZOD_WORDS[await getLocale()]();
	return (issue) => {
		if (issue.code === 'too_small' && issue.origin === 'string') {
			const min = Number(issue.minimum);
			return min <= 1 ? t('required') : t('tooShort', { min });
		}
		if (issue.code === 'too_big' && issue.origin === 'string') return t('tooLong', { max: Number(issue.maximum) });
		if (issue.code === 'invalid_format' && issue.format === 'email') return t('email');
		if (issue.code === 'invalid_type' && issue.input === undefined) return t('required');
		return localeError(issue);
	};
}

/** Parses what came from outside; says what is wrong in the reader's language. */
export async function parseInput<S extends z.ZodType>(
	schema: S,
	input: unknown,
): Promise<{ ok: true; value: z.output<S> } | { ok: false; error: ActionError }> {
	const error = await wordsFor();
	const parsed = await schema.safeParseAsync(input, { error }).catch((thrown: unknown) => {
		// Nested deeper than the stack is: nobody's form, and no bug.
		if (thrown instanceof RangeError) return null;
		throw thrown;
	});
	if (parsed === null) return { ok: false, error: await refusal('invalid') };
	if (parsed.success) return { ok: true, value: parsed.data };
	const [issue] = parsed.error.issues;
	const field = issue?.path.map(String).join('.');
	const message = issue?.message ?? (await getTranslations('errors'))('invalid');
	return { ok: false, error: { code: 'invalid', message, ...(field ? { field } : {}) } };
}

export async function refusal(code: 'signed-out' | 'forbidden' | 'invalid'): Promise<ActionError> {
	const t = await getTranslations('errors');
	const message = { 'signed-out': t('signedOut'), forbidden: t('forbidden'), invalid: t('invalid') }[code];
	return { code, message };
}

/** What a thrown error says to the outside, to a reader of `locale`. A bug says nothing but the id under which it is logged. */
export async function explain(error: unknown, where: string, locale: Locale): Promise<ActionError> {
	if (error instanceof UserError) {
		const code = error instanceof NotFoundError ? 'not-found' : error instanceof ConflictError ? 'conflict' : 'refused';
		return { code, message: say(error.words, locale), ...(error.field ? { field: error.field } : {}) };
	}
	const t = await getTranslations('errors');
	const id = uuid();
	if (error instanceof OperationalError) {
		log().warn({ err: error, id, where }, 'something outside is down or busy');
		return { code: 'busy', message: t('busy'), id };
	}
	log().error({ err: error, id, where }, 'unexpected error');
	return { code: 'internal', message: t('internal', { id }), id };
}
