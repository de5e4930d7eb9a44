import { DEFAULT_PURPOSE } from './consent';
import type { FormDefinition, FormKind } from './form';

const TITLE = {
	newsletter: { en: 'Our newsletter', fr: 'Notre newsletter' },
	documentation: { en: 'Receive our documentation', fr: 'Recevez notre documentation' },
	game: { en: 'Take part', fr: 'Participez' },
} as const satisfies Record<FormKind, unknown>;
const BUTTON = {
	newsletter: { en: 'Subscribe', fr: 'Je m’inscris' },
	documentation: { en: 'Send it to me', fr: 'Je la reçois' },
	game: { en: 'Take part', fr: 'Je participe' },
} as const satisfies Record<FormKind, unknown>;

/** What a new form of a kind begins with: as little as it needs. A game must not be paid for with a consent (GDPR art. 7(4)): the box is one's choice. */
export function newForm(kind: FormKind, name: string): FormDefinition {
	return {
		...{ name, kind, title: TITLE[kind], button: BUTTON[kind] },
		intro: { en: '', fr: '' },
		thanks: { en: 'It is noted.', fr: 'C’est noté.' },
		notice: { en: '', fr: '' },
		fields: [
			{ field: 'email', required: true },
			{ field: 'first_name', required: false },
		],
		asks: [{ channel: 'email', purpose: DEFAULT_PURPOSE }],
		doubleOptIn: false,
	};
}

/** An address made of a name: “Jeu d’été 2026” becomes `jeu-d-ete-2026`. */
export function slugOf(name: string): string {
	return name
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, 60)
		.replace(/^-+|-+$/g, '');
}
