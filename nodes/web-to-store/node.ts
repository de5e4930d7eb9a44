import { z } from 'zod';
import { positiveDuration } from '@/lib/duration';
import { sayDuration } from '@/lib/say-duration';
import type { Locale } from '@/lib/text';
import { type ConfigProblem, defineNode } from '../define';
import { givenStore, nearestStore, STORE, usualStore } from '../store-field';
import { templateProblems } from '../template-problems';

const config = z.object({
	offer: z
		.string()
		.max(64)
		.default('')
		.meta({
			label: { en: 'Offer', fr: 'Offre' },
			help: {
				en: 'Its limits, codes and validity hold. Without one, a voucher of the words below, without limits.',
				fr: 'Ses limites, ses codes et sa validité s’appliquent. Sans offre : un bon aux mots ci-dessous, sans limite.',
			},
			field: 'offer',
		}),
	again: z
		.boolean()
		.default(true)
		.meta({
			label: { en: 'The same voucher again', fr: 'Le même bon à nouveau' },
			help: {
				en: 'When this journey gave her one of this offer before, as in a reminder.',
				fr: 'Quand ce parcours lui en a déjà donné un de cette offre, comme dans un rappel.',
			},
			advanced: true,
		}),
	title: z
		.string()
		.trim()
		.max(120)
		.default('')
		.meta({
			label: { en: 'What she gets', fr: 'Ce qu’elle reçoit' },
			help: { en: 'Empty: as the offer says it.', fr: 'Vide : comme le dit l’offre.' },
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
			usualStore,
			nearestStore,
			z.object({ choose: z.literal('leased') }).meta({
				label: {
					en: 'Where a product is kept for her, else her usual store',
					fr: 'Là où un produit lui est réservé, sinon son magasin habituel',
				},
			}),
			z.object({ choose: z.literal('none') }).meta({
				label: {
					en: 'No store in particular: wherever the offer holds',
					fr: 'Aucun magasin en particulier : partout où l’offre vaut',
				},
			}),
			givenStore,
		])
		.meta({
			label: STORE,
			help: {
				en: 'Of an offer that holds on the web, a customer without a store gets one all the same.',
				fr: 'D’une offre qui vaut sur le web, un client sans magasin en reçoit un quand même.',
			},
		}),
	validFor: positiveDuration.meta({
		label: { en: 'Valid for', fr: 'Valable' },
		help: { en: 'In days: until the end of the last one.', fr: 'En jours : jusqu’à la fin du dernier.' },
	}),
});

const NOTHING_GIVEN: ConfigProblem = {
	severity: 'error',
	field: 'title',
	message: {
		en: 'choose an offer, or say what the customer gets',
		fr: 'choisissez une offre, ou dites ce que le client reçoit',
	},
};

/** A voucher ends with its offer, whatever it is valid for: “until 29 Nov at most”. An end at midnight is the day before's. */
function untilAtMost(end: string, zone: string, locale: Locale): string {
	const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: zone });
	const day = format.format(new Date(Date.parse(end) - 1));
	return locale === 'fr' ? `au plus tard le ${day}` : `until ${day} at the latest`;
}

export default defineNode({
	type: 'web-to-store',
	version: 1,
	kind: 'store',
	icon: 'ticket',
	label: { en: 'Issue a voucher', fr: 'Émettre un bon' },
	description: {
		en: 'Gives the customer a voucher of her own, for a store or for the web; later messages link to it with {{ voucher.url }}.',
		fr: 'Donne au client un bon personnel, pour un magasin ou le web ; les messages suivants y mènent avec {{ voucher.url }}.',
	},
	config,
	defaults: { offer: '', title: '', terms: '', store: { choose: 'home' }, validFor: 'P14D' },
	ports: ({ offer }) => [
		{ id: 'issued', label: { en: 'Issued', fr: 'Émis' } },
		...(offer ? [{ id: 'none-left', label: { en: 'None left', fr: 'Plus de bon' } }] : []),
		{ id: 'failed', label: { en: 'Failed', fr: 'Échec' } },
	],
	summary: (c, locale, { offers, offersEnd }) => {
		const given = c.title || (offers?.[c.offer] ?? c.offer);
		const end = offersEnd?.at[c.offer];
		const valid = [sayDuration(c.validFor, locale), ...(end ? [untilAtMost(end, offersEnd.zone, locale)] : [])];
		return [...(given ? [given] : []), valid.join(', ')].join(' · ');
	},
	// Only Postgres is written to, and a repeat finds its own voucher: a local activity does.
	compile: () => ({ op: 'act', type: 'web-to-store', local: true }),
	check: (c) => [
		...(c.title || c.offer ? [] : [NOTHING_GIVEN]),
		...templateProblems('title', c.title),
		...templateProblems('terms', c.terms),
	],
});
