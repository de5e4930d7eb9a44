import { z } from 'zod';
import { positiveDuration, signedDuration } from '@/lib/duration';
import { says } from '@/lib/issue-text';
import { sayDuration } from '@/lib/say-duration';
import { defineNode } from '../define';

const WEEKDAYS = {
	en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
	fr: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
} as const;

const until = z.discriminatedUnion('kind', [
	z
		.object({
			kind: z.literal('duration'),
			duration: positiveDuration.meta({ label: { en: 'Duration', fr: 'Durée' } }),
		})
		.meta({ label: { en: 'For a duration', fr: 'Pendant une durée' } }),
	z
		.object({
			kind: z.literal('local-time'),
			time: z
				.string()
				.regex(/^([01]\d|2[0-3]):[0-5]\d$/, says('use a time of day such as 09:00', 'entrez une heure comme 09:00'))
				.meta({ label: { en: 'At', fr: 'À' }, field: 'time' }),
			weekdays: z
				.array(z.number().int().min(1).max(7))
				.default([])
				.meta({
					label: { en: 'On', fr: 'Le' },
					help: {
						en: 'None chosen: any day. In the customer’s own time zone.',
						fr: 'Aucun choisi : n’importe quel jour. Dans le fuseau du client.',
					},
					field: 'weekdays',
				}),
		})
		.meta({ label: { en: 'Until a day and time', fr: 'Jusqu’à un jour et une heure' } }),
	z
		.object({
			kind: z.literal('date'),
			of: z.enum(['trigger', 'customer']).meta({
				label: { en: 'A date of', fr: 'Une date' },
				options: {
					trigger: { en: 'the event that started the journey', fr: 'de l’événement déclencheur' },
					customer: { en: 'the customer', fr: 'du client' },
				},
			}),
			path: z
				.string()
				.min(1, says('name the date, for example promised_at', 'nommez la date, par exemple promised_at'))
				.meta({ label: { en: 'Property', fr: 'Propriété' }, field: 'event-property' }),
			offset: signedDuration.optional().meta({
				label: { en: 'Shifted by', fr: 'Décalée de' },
				help: { en: '-P1D is one day before.', fr: '-P1D : un jour avant.' },
			}),
		})
		.meta({ label: { en: 'Until a date', fr: 'Jusqu’à une date' } }),
]);

export default defineNode({
	type: 'wait',
	version: 1,
	kind: 'wait',
	icon: 'clock',
	label: { en: 'Wait', fr: 'Attendre' },
	description: {
		en: 'Lets time pass: for a while, until a time of day, or until a date such as a promised delivery.',
		fr: 'Laisse passer du temps : un moment, jusqu’à une heure, ou jusqu’à une date comme une livraison promise.',
	},
	config: z.object({ until: until.meta({ label: { en: 'Wait', fr: 'Attendre' } }) }),
	defaults: { until: { kind: 'duration', duration: 'P1D' } },
	ports: () => [{ id: 'done', label: { en: 'Then', fr: 'Ensuite' } }],
	summary: ({ until: u }, locale) => {
		const fr = locale === 'fr';
		switch (u.kind) {
			case 'duration':
				return fr ? `Attendre ${sayDuration(u.duration, locale)}` : `Wait ${sayDuration(u.duration, locale)}`;
			case 'local-time': {
				const days = u.weekdays.map((d) => WEEKDAYS[locale][d - 1]).join(', ');
				return fr
					? `Attendre jusqu’à ${days ? `${days} ` : ''}${u.time}`
					: `Wait until ${days ? `${days} ` : ''}${u.time}`;
			}
			case 'date': {
				const offset = u.offset
					? `${sayDuration(u.offset, locale)} ${u.offset.startsWith('-') ? (fr ? 'avant' : 'before') : fr ? 'après' : 'after'} `
					: '';
				return fr ? `Attendre jusqu’à ${offset}${u.path}` : `Wait until ${offset}${u.path}`;
			}
		}
	},
	compile: () => ({ op: 'sleep' }),
	wait: (c) => c.until,
});
