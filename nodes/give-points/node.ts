import { z } from 'zod';
import { says } from '@/lib/issue-text';
import { defineNode } from '../define';
import { templateProblems } from '../template-problems';

const config = z.object({
	amount: z
		.discriminatedUnion('by', [
			z
				.object({
					by: z.literal('fixed'),
					points: z
						.number()
						.int(says('whole points only', 'des points entiers seulement'))
						.min(1, says('enter a number of points', 'entrez un nombre de points'))
						.max(1_000_000)
						.meta({ label: { en: 'Points', fr: 'Points' } }),
				})
				.meta({ label: { en: 'A fixed number', fr: 'Un nombre fixe' } }),
			z
				.object({
					by: z.literal('total'),
					perUnit: z
						.number()
						.min(0.01, says('enter a number of points', 'entrez un nombre de points'))
						.max(1000)
						.meta({
							label: { en: 'Points for each euro', fr: 'Points par euro' },
							help: {
								en: 'Of the total of the event that started the journey; in your currency.',
								fr: 'Du total de l’événement déclencheur ; dans votre devise.',
							},
						}),
				})
				.meta({ label: { en: 'By the order’s total', fr: 'Selon le total de la commande' } }),
		])
		.meta({ label: { en: 'Give', fr: 'Donner' } }),
	reason: z
		.string()
		.trim()
		.min(1, says('say what for', 'dites pourquoi'))
		.max(200)
		.meta({
			label: { en: 'What for', fr: 'Motif' },
			help: { en: 'She sees it beside her points.', fr: 'Visible par le client à côté de ses points.' },
			field: 'template',
			placeholder: { en: 'Thank you for your order', fr: 'Merci pour votre commande' },
		}),
});

export default defineNode({
	type: 'give-points',
	version: 1,
	kind: 'action',
	icon: 'star',
	label: { en: 'Give points', fr: 'Donner des points' },
	description: {
		en: 'Adds loyalty points, a number or by what was spent: the same rule for web and till.',
		fr: 'Ajoute des points de fidélité, un nombre ou selon la dépense : la même règle sur le web et en caisse.',
	},
	config,
	defaults: { amount: { by: 'fixed', points: 50 }, reason: '' },
	ports: () => [
		{ id: 'given', label: { en: 'Given', fr: 'Donnés' } },
		{ id: 'failed', label: { en: 'Failed', fr: 'Échec' } },
	],
	summary: ({ amount }, locale) => {
		if (amount.by === 'fixed') return `+${amount.points} points`;
		return locale === 'fr' ? `${amount.perUnit} points par euro` : `${amount.perUnit} points per euro`;
	},
	// Only Postgres is written to, under the step's key: a local activity does.
	compile: () => ({ op: 'act', type: 'give-points', local: true }),
	check: (c) => templateProblems('reason', c.reason),
});
