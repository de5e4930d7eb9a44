'use server';

import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import { z } from 'zod';
import { mayTry } from '@/auth/attempts';
import { readShown } from '@/channels/shown';
import { capture } from '@/db/capture';
import { db } from '@/db/client';
import { publishedForm } from '@/db/forms';
import { askName, type FormErrors, formSlug, readAnswers, wasRead } from '@/lib/form';
import { readCode } from '@/lib/referral';

/** What the page shows after it was sent. `taken` says no more: whether somebody is known here is nobody's business. */
export type Answer =
	| { is: 'new' | 'taken' | 'too-many' }
	| { is: 'wrong'; errors: FormErrors; values: Record<string, string>; ticked: string[] }
	| { is: 'again'; values: Record<string, string>; ticked: string[] };

const sent = z.object({
	slug: formSlug,
	shown: z.string().max(20_000),
	anonymousId: z.string().max(200).default(''),
	referral: z.string().max(40).default(''),
	website: z.string().default(''),
});

/** A person behind one address (a shop, a school) may fill in several; a program may not fill in hundreds. */
const BY_ADDRESS = { max: 20, windowMs: 10 * 60_000 };
/** Of everybody together: what one can spare with a form that is under attack. */
const BY_FORM = { max: 600, windowMs: 60_000 };

/** Takes a published form, from anybody. Without JavaScript too. */
export async function submit(_before: Answer, data: FormData): Promise<Answer> {
	const texts = new Map(
		[...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
	);
	const parsed = sent.safeParse(Object.fromEntries(texts));
	if (!parsed.success) return { is: 'new' };
	const { slug, anonymousId, referral, website } = parsed.data;
	const form = await publishedForm(db(), slug);
	const shown = readShown(parsed.data.shown);
	if (!form || shown?.of !== form.id) return { is: 'new' };

	const now = new Date();
	const read = wasRead(shown, now.getTime());
	// A program filled it in: it is told what it wants to hear.
	if (website !== '' || read === 'too-soon') return { is: 'taken' };
	const from = (await headers()).get('x-forwarded-for') ?? 'unknown';
	const [address, all] = await Promise.all([
		mayTry(db(), `form ${form.id}`, from, BY_ADDRESS),
		mayTry(db(), 'form', form.id, BY_FORM),
	]);
	if (!address || !all) return { is: 'too-many' };

	const consent = data.getAll('consent');
	const ticked = shown.asks.filter((ask) => consent.includes(askName(ask)));
	const typed = {
		values: Object.fromEntries(
			form.definition.fields.map(({ field }) => [field, (texts.get(field) ?? '').slice(0, 254)]),
		),
		ticked: ticked.map(askName),
	};
	if (read === 'too-late') {
		// With today's words.
		revalidatePath(`/f/${slug}`);
		return { is: 'again', ...typed };
	}
	const { traits, errors } = readAnswers(form.definition, texts, ticked);
	if (errors) return { is: 'wrong', errors, ...typed };
	const taken = await capture(db(), {
		...{ form, shown, ticked, traits, at: now },
		anonymousId: anonymousId || null,
		referral: readCode(referral),
	});
	return taken === 'phone' ? { is: 'wrong', errors: { phone: 'invalid' }, ...typed } : { is: 'taken' };
}
