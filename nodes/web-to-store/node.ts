import { z } from 'zod';
import { positiveDuration } from '@/lib/duration';
import { says } from '@/lib/issue-text';
import { sayDuration } from '@/lib/say-duration';
import { defineNode } from '../define';
import { templateProblems } from '../template-problems';

const config = z.object({
	title: z
		.string()
		.trim()
		.min(1, says('say what the customer gets', 'dites ce que le client reçoit'))
		.max(120)
		.meta({
			label: { en: 'Offer', fr: 'Offre' },
			field: 'template',
			placeholder: { en: '€10 off your basket', fr: '10 € offerts sur votre panier' },
		}),
	terms: z
		.string()
		.max(1000)
		.default('')
		.meta({
			label: { en: 'Conditions', fr: 'Conditions' },
			field: 'template',
			placeholder: { en: 'From €50, once', fr: 'Dès 50 €, une fois' },
		}),
	store: z
		.discriminatedUnion('choose', [
			z
				.object({ choose: z.literal('home') })
				.meta({ label: { en: 'Her usual store, else the nearest', fr: 'Son magasin habituel, sinon le plus proche' } }),
			z
				.object({ choose: z.literal('nearest') })
				.meta({ label: { en: 'The nearest store', fr: 'Le magasin le plus proche' } }),
			z
				.object({
					choose: z.literal('given'),
					storeId: z
						.string()
						.min(1, says('choose a store', 'choisissez un magasin'))
						.meta({ label: { en: 'Store', fr: 'Magasin' }, field: 'store' }),
				})
				.meta({ label: { en: 'One store for all', fr: 'Un même magasin pour tous' } }),
		])
		.meta({ label: { en: 'Store', fr: 'Magasin' } }),
	validFor: positiveDuration.meta({
		label: { en: 'Valid for', fr: 'Valable' },
		help: { en: 'In days: until the end of the last one.', fr: 'En jours : jusqu’à la fin du dernier.' },
	}),
});

export default defineNode({
	type: 'web-to-store',
	version: 1,
	kind: 'store',
	icon: 'ticket',
	label: { en: 'Issue a voucher', fr: 'Émettre un bon' },
	description: {
		en: 'Gives the customer a voucher of her own for a store; later messages link to it with {{ voucher.url }}.',
		fr: 'Donne au client un bon personnel pour un magasin ; les messages suivants y mènent avec {{ voucher.url }}.',
	},
	config,
	defaults: { title: '', terms: '', store: { choose: 'home' }, validFor: 'P14D' },
	ports: () => [
		{ id: 'issued', label: { en: 'Issued', fr: 'Émis' } },
		{ id: 'failed', label: { en: 'Failed', fr: 'Échec' } },
	],
	summary: (c, locale) => `${c.title} · ${sayDuration(c.validFor, locale)}`,
	// Only Postgres is written to, and a repeat finds its own voucher: a local activity does.
	compile: () => ({ op: 'act', type: 'web-to-store', local: true }),
	check: (c) => [...templateProblems('title', c.title), ...templateProblems('terms', c.terms)],
});
