import { z } from 'zod';
import { says } from '@/lib/issue-text';
import { type ConfigProblem, defineNode } from '../define';
import { templateProblems } from '../template-problems';

/** What has a way of its own in and out: identities are claimed, consents are decided, never written over by a journey. */
const NOT_TRAITS = [
	...['id', 'email', 'phone', 'loyalty_card', 'loyaltyCard', 'user_id', 'userId', 'anonymous_id', 'anonymousId'],
	...['consents', 'points', 'tier', 'home_store_id', 'homeStoreId', 'locale', 'language'],
];

const value = z
	.discriminatedUnion('type', [
		z
			.object({
				type: z.literal('text'),
				text: z
					.string()
					.max(1000)
					.meta({ label: { en: 'Text', fr: 'Texte' }, field: 'template' }),
			})
			.meta({ label: { en: 'A text', fr: 'Un texte' } }),
		z
			.object({
				type: z.literal('number'),
				number: z
					.string()
					.trim()
					.min(1, says('enter a number', 'entrez un nombre'))
					.max(200)
					.meta({
						label: { en: 'Number', fr: 'Nombre' },
						field: 'template',
						placeholder: { en: '{{ event.total }}', fr: '{{ event.total }}' },
					}),
			})
			.meta({ label: { en: 'A number', fr: 'Un nombre' } }),
		z
			.object({
				type: z.literal('boolean'),
				boolean: z.boolean().meta({ label: { en: 'Yes', fr: 'Oui' } }),
			})
			.meta({ label: { en: 'Yes or no', fr: 'Oui ou non' } }),
		z.object({ type: z.literal('now') }).meta({ label: { en: 'The time of this step', fr: 'L’heure de cette étape' } }),
		z.object({ type: z.literal('nothing') }).meta({ label: { en: 'Nothing any more', fr: 'Plus rien' } }),
	])
	.meta({ label: { en: 'To', fr: 'À' } });

const config = z.object({
	traits: z
		.array(
			z.object({
				name: z
					.string()
					.regex(
						/^[A-Za-z_][A-Za-z0-9_]{0,59}$/,
						says('use letters, digits and _', 'utilisez des lettres, des chiffres et _'),
					)
					.refine(
						(name) => !NOT_TRAITS.includes(name),
						says(
							'this is not set by a journey: addresses, cards and consents are her own',
							'un parcours ne change pas ceci : adresses, cartes et consentements sont au client',
						),
					)
					.meta({ label: { en: 'Trait', fr: 'Attribut' }, placeholder: { en: 'vip', fr: 'vip' } }),
				value,
			}),
		)
		.max(20)
		.default([])
		.meta({ label: { en: 'Set', fr: 'Changer' }, itemLabel: { en: 'trait', fr: 'attribut' } }),
	homeStore: z
		.string()
		.optional()
		.meta({ label: { en: 'Her usual store', fr: 'Son magasin habituel' }, field: 'store' }),
	locale: z
		.enum(['', 'fr-FR', 'en-GB', 'de-DE', 'es-ES', 'it-IT', 'nl-NL', 'pt-PT'])
		.default('')
		.meta({
			label: { en: 'Her language', fr: 'Sa langue' },
			options: {
				'': { en: 'As it is', fr: 'Inchangée' },
				'fr-FR': 'Français',
				'en-GB': 'English',
				'de-DE': 'Deutsch',
				'es-ES': 'Español',
				'it-IT': 'Italiano',
				'nl-NL': 'Nederlands',
				'pt-PT': 'Português',
			},
			advanced: true,
		}),
});

export default defineNode({
	type: 'update-profile',
	version: 1,
	kind: 'action',
	icon: 'user-pen',
	label: { en: 'Update the profile', fr: 'Mettre à jour le profil' },
	description: {
		en: 'Writes what the journey has learnt about the customer: traits, usual store, language. Never her addresses or consents.',
		fr: 'Note ce que le parcours a appris du client : attributs, magasin habituel, langue. Jamais ses adresses ni ses consentements.',
	},
	config,
	defaults: { traits: [], locale: '' },
	ports: () => [
		{ id: 'done', label: { en: 'Updated', fr: 'Mis à jour' } },
		{ id: 'failed', label: { en: 'Failed', fr: 'Échec' } },
	],
	summary: (c, locale) => {
		const store = locale === 'fr' ? 'magasin habituel' : 'usual store';
		const language = locale === 'fr' ? 'langue' : 'language';
		const names = c.traits.map(({ name }) => name);
		return [...names, ...(c.homeStore ? [store] : []), ...(c.locale ? [language] : [])].join(', ');
	},
	// Only Postgres is written to, under the step's key: a local activity does.
	compile: () => ({ op: 'act', type: 'update-profile', local: true }),
	check: (c): ConfigProblem[] => [
		...c.traits.flatMap(({ value: to }, index) =>
			to.type === 'text' || to.type === 'number'
				? templateProblems(`traits.${index}.value.${to.type}`, to.type === 'text' ? to.text : to.number)
				: [],
		),
		...(c.traits.length === 0 && !c.homeStore && !c.locale
			? [
					{
						severity: 'error' as const,
						field: 'traits',
						message: { en: 'Say what to write down.', fr: 'Dites ce qu’il faut noter.' },
					},
				]
			: []),
	],
});
