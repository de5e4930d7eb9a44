import { z } from 'zod';
import { positiveDuration } from '@/lib/duration';
import { says } from '@/lib/issue-text';
import { sayMoney } from '@/lib/money';
import { sayDuration } from '@/lib/say-duration';
import { type ConfigProblem, defineNode } from '../define';
import { destinationField } from '../destination-field';
import { templateProblems } from '../template-problems';

const amount = z.number().int().min(1, says('enter an amount', 'entrez un montant')).max(100_000_000);

const config = z.object({
	destination: destinationField,
	amount: z
		.discriminatedUnion('by', [
			z
				.object({
					by: z.literal('fixed'),
					minor: amount.meta({ label: { en: 'Amount', fr: 'Montant' }, field: 'money' }),
				})
				.meta({ label: { en: 'A fixed amount', fr: 'Un montant fixe' } }),
			z
				.object({
					by: z.literal('percent'),
					percent: z
						.number()
						.min(0.1, says('enter a percentage', 'entrez un pourcentage'))
						.max(100)
						.meta({ label: { en: 'Share', fr: 'Part' }, field: 'percent' }),
				})
				.meta({ label: { en: 'A share of the order’s total', fr: 'Une part du total de la commande' } }),
		])
		.meta({ label: { en: 'Give', fr: 'Accorder' } }),
	orderId: z
		.string()
		.trim()
		.min(1, says('say which order', 'dites quelle commande'))
		.max(200)
		.meta({ label: { en: 'Order', fr: 'Commande' }, field: 'template' }),
	reason: z
		.string()
		.trim()
		.min(1, says('say why', 'dites pourquoi'))
		.max(300)
		.meta({
			label: { en: 'Reason', fr: 'Motif' },
			help: { en: 'Written on the bill.', fr: 'Écrit sur la facture.' },
			field: 'template',
			placeholder: { en: 'Delivered later than promised', fr: 'Livrée plus tard que promis' },
		}),
	cap: z
		.object({
			minor: amount.meta({ label: { en: 'At most', fr: 'Au plus' }, field: 'money' }),
			per: positiveDuration.meta({ label: { en: 'In', fr: 'En' } }),
		})
		.meta({
			label: { en: 'To one customer', fr: 'À un même client' },
			help: {
				en: 'Counts what all journeys gave her. What would be more leaves by “Capped”.',
				fr: 'Compte ce que tous les parcours lui ont accordé. Au-delà, sortie par « Plafonné ».',
			},
		}),
	currency: z
		.string()
		.regex(/^[A-Z]{3}$/, says('use an ISO 4217 code such as EUR', 'entrez un code ISO 4217 comme EUR'))
		.default('EUR')
		.meta({ label: { en: 'Currency', fr: 'Devise' }, advanced: true }),
});

export default defineNode({
	type: 'adjust-bill',
	version: 1,
	kind: 'action',
	icon: 'credit-card',
	label: { en: 'Adjust a bill', fr: 'Ajuster une facture' },
	description: {
		en: 'Has your billing system give the customer money back on an order, once and up to a cap.',
		fr: 'Fait rembourser une somme au client sur une commande par votre facturation, une seule fois et sous un plafond.',
	},
	config,
	defaults: {
		destination: '',
		amount: { by: 'fixed', minor: 500 },
		orderId: '{{ event.order_id }}',
		reason: '',
		cap: { minor: 2000, per: 'P30D' },
		currency: 'EUR',
	},
	ports: () => [
		{ id: 'adjusted', label: { en: 'Adjusted', fr: 'Ajustée' } },
		{ id: 'capped', label: { en: 'Capped', fr: 'Plafonné' } },
		{ id: 'failed', label: { en: 'Failed', fr: 'Échec' } },
	],
	summary: (c, locale) => {
		const gives = c.amount.by === 'fixed' ? sayMoney(c.amount.minor, c.currency, locale) : `${c.amount.percent} %`;
		const cap = `${sayMoney(c.cap.minor, c.currency, locale)} / ${sayDuration(c.cap.per, locale)}`;
		return locale === 'fr' ? `${gives}, au plus ${cap}` : `${gives}, at most ${cap}`;
	},
	// The book of calls makes a repeat harmless: a local activity does.
	compile: () => ({ op: 'act', type: 'adjust-bill', local: true }),
	check: (c): ConfigProblem[] => [
		...templateProblems('orderId', c.orderId),
		...templateProblems('reason', c.reason),
		...(c.amount.by === 'fixed' && c.amount.minor > c.cap.minor
			? [
					{
						severity: 'error' as const,
						field: 'cap.minor',
						message: {
							en: 'This is less than the amount: nobody would ever get it.',
							fr: 'C’est moins que le montant : personne ne l’aurait jamais.',
						},
					},
				]
			: []),
	],
});
