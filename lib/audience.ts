import { z } from 'zod';
import { valuesAt } from './compare';
import { type CustomerFacts, type Facts, type Rule, rule } from './condition';
import { positiveDuration } from './duration';
import type { EventFact } from './event';
import { says } from './issue-text';

const property = z.string().min(1, says('name the property', 'nommez la propriété'));
const event = z
	.string()
	.min(1, 'choose an event')
	.meta({ label: { en: 'Event', fr: 'Événement' }, field: 'event' });

/** Who comes first, where not everybody can be reached. */
const order = z
	.discriminatedUnion('by', [
		z.object({ by: z.literal('none') }).meta({ label: { en: 'In no particular order', fr: 'Sans ordre particulier' } }),
		z
			.object({
				by: z.literal('trait'),
				trait: property.meta({
					label: { en: 'Number in the profile', fr: 'Nombre du profil' },
					placeholder: { en: 'points', fr: 'points' },
				}),
			})
			.meta({ label: { en: 'Highest number in the profile', fr: 'Plus grand nombre du profil' } }),
		z
			.object({ by: z.literal('recent'), event })
			.meta({ label: { en: 'Who did something most recently', fr: 'Qui a fait quelque chose le plus récemment' } }),
		z
			.object({
				by: z.literal('sum'),
				event,
				property: property.meta({
					label: { en: 'Amount to add up', fr: 'Montant à additionner' },
					placeholder: { en: 'total', fr: 'total' },
				}),
			})
			.meta({ label: { en: 'Highest sum, for example spend', fr: 'Plus grande somme, par exemple les achats' } }),
	])
	.default({ by: 'none' })
	.meta({ label: { en: 'Who comes first', fr: 'Qui passe en premier' } });

/** How many may enter for one event. */
const limit = z
	.discriminatedUnion('kind', [
		z.object({ kind: z.literal('none') }).meta({ label: { en: 'No limit', fr: 'Sans limite' } }),
		z
			.object({
				kind: z.literal('count'),
				n: z
					.number()
					.int()
					.min(1)
					.meta({ label: { en: 'Customers', fr: 'Clients' } }),
			})
			.meta({ label: { en: 'A number of customers', fr: 'Un nombre de clients' } }),
		z
			.object({
				kind: z.literal('property'),
				path: property.meta({
					label: { en: 'Property of the event', fr: 'Propriété de l’événement' },
					field: 'event-property',
					placeholder: { en: 'quantity', fr: 'quantity' },
				}),
			})
			.meta({ label: { en: 'As many as the event says', fr: 'Autant que l’événement le dit' } }),
	])
	.default({ kind: 'none' })
	.meta({ label: { en: 'At most', fr: 'Au plus' } });

/** Whom an event without a customer reaches. Durations are ISO 8601. */
export const audience = z.object({
	who: rule.meta({
		label: { en: 'Customers who', fr: 'Les clients qui' },
		help: {
			en: 'A rule on the customer and what she did; it may compare with a property of the event.',
			fr: 'Une règle sur le client et ce qu’il a fait ; elle peut comparer avec une propriété de l’événement.',
		},
		field: 'rule',
		subjects: ['customer'],
	}),
	order,
	limit,
	perMinute: z
		.number()
		.int()
		.min(1)
		.max(100_000)
		.default(6000)
		.meta({
			label: { en: 'Customers who enter a minute', fr: 'Clients qui entrent par minute' },
			help: {
				en: 'Spares the site and the stores a rush; can be changed while it runs.',
				fr: 'Évite une ruée sur le site et les magasins ; modifiable en cours de route.',
			},
			advanced: true,
		}),
	sameFor: positiveDuration.default('P1D').meta({
		label: { en: 'Ignore repeats within', fr: 'Ignorer les répétitions pendant' },
		help: {
			en: 'An event that only says again what the one before it said is no news for so long.',
			fr: 'Un événement qui ne fait que redire ce que disait le précédent n’est pas une nouvelle pendant ce temps.',
		},
		advanced: true,
	}),
});
export type Audience = z.infer<typeof audience>;

/** How many customers one event may let in: null without a limit. What the event should say and does not is none. */
export function limitOf({ limit }: Audience, event: EventFact): number | null {
	switch (limit.kind) {
		case 'none':
			return null;
		case 'count':
			return limit.n;
		case 'property': {
			const [n] = valuesAt(event.properties, limit.path);
			return typeof n === 'number' ? Math.max(0, Math.floor(n)) : 0;
		}
	}
}

/** Whether a rule can only be decided customer by customer: it looks at more than the event. */
export function concernsCustomers(r: Rule): boolean {
	if (r.type === 'all' || r.type === 'any' || r.type === 'none') return r.rules.some(concernsCustomers);
	if (r.type === 'operation') return r.at?.choose === 'home' || r.at?.choose === 'nearest-open';
	return r.type !== 'property' || r.of === 'customer';
}

const NOBODY: CustomerFacts = {
	id: '',
	email: null,
	phone: null,
	locale: null,
	country: null,
	timeZone: null,
	homeStoreId: null,
	lifecycle: 'suspect',
	scores: null,
	segments: [],
	traits: {},
};

/** What a rule sees that does not concern customers. */
export function factsOfEvent(event: EventFact): Facts {
	return { now: event.at, customer: NOBODY, consents: {}, history: [], event, trigger: event };
}
