import { z } from 'zod';
import { audience } from '@/lib/audience';
import { type Rule, rule } from '@/lib/condition';
import { positiveDuration } from '@/lib/duration';
import { says } from '@/lib/issue-text';
import { filterProblems, hasEmptyGroup } from '@/lib/rule-problems';
import { sayDuration } from '@/lib/say-duration';
import { sayRule } from '@/lib/say-rule';
import { type ConfigProblem, defineNode } from '../define';
import { presets } from './presets';

const config = z.object({
	event: z
		.string()
		.min(1, says('choose the event that starts the journey', 'choisissez l’événement qui démarre le parcours'))
		.meta({
			label: { en: 'When this happens', fr: 'Quand ceci arrive' },
			field: 'event',
		}),
	where: rule.optional().meta({
		label: { en: 'Only when', fr: 'Seulement si' },
		help: { en: 'A rule on the event and on the customer.', fr: 'Une règle sur l’événement et sur le client.' },
		field: 'rule',
		subjects: ['event', 'customer'],
	}),
	key: z
		.string()
		.optional()
		.meta({
			label: { en: 'One enrollment per', fr: 'Une inscription par' },
			help: {
				en: 'A property of the event such as cart_id: a customer with two baskets is in the journey twice. Empty: once per customer.',
				fr: 'Une propriété de l’événement comme cart_id : un client qui a deux paniers est deux fois dans le parcours. Vide : une fois par client.',
			},
			field: 'event-property',
			placeholder: { en: 'customer', fr: 'client' },
		}),
	reentry: z
		.discriminatedUnion('mode', [
			z.object({ mode: z.literal('never') }).meta({ label: { en: 'Never', fr: 'Jamais' } }),
			z
				.object({ mode: z.literal('after'), duration: positiveDuration.meta({ label: { en: 'After', fr: 'Après' } }) })
				.meta({ label: { en: 'After some time', fr: 'Après un délai' } }),
			z.object({ mode: z.literal('always') }).meta({ label: { en: 'Always', fr: 'Toujours' } }),
		])
		.default({ mode: 'always' })
		.meta({
			label: { en: 'May enter again', fr: 'Peut entrer à nouveau' },
			help: {
				en: 'Counted from the last time the customer entered. She is never in the journey twice at once for the same key.',
				fr: 'Compté depuis sa dernière entrée. Un client n’est jamais deux fois en même temps dans le parcours pour la même clé.',
			},
		}),
	audience: z
		.discriminatedUnion('mode', [
			z
				.object({ mode: z.literal('none') })
				.meta({ label: { en: 'Only the customer it is about', fr: 'Seulement le client concerné' } }),
			audience
				.extend({ mode: z.literal('rule') })
				.meta({ label: { en: 'All customers of an audience', fr: 'Tous les clients d’une audience' } }),
		])
		.default({ mode: 'none' })
		.meta({
			label: { en: 'Who is reached', fr: 'Qui est touché' },
			help: {
				en: 'A new product, a price, a stock or a store’s closing comes without a customer: say whom it reaches.',
				fr: 'Un nouveau produit, un prix, un stock ou une fermeture arrive sans client : dites qui est touché.',
			},
		}),
	maxAge: positiveDuration.default('PT1H').meta({
		label: { en: 'Ignore events older than', fr: 'Ignorer les événements plus vieux que' },
		help: {
			en: 'An event that reaches us later than this starts nothing.',
			fr: 'Un événement reçu plus tard que cela ne déclenche rien.',
		},
		advanced: true,
	}),
});

/** Whom an event reaches has to be said: without a rule it would be everybody. */
function audienceProblems(who: Rule): ConfigProblem[] {
	if (!hasEmptyGroup(who)) return [];
	return [
		{
			severity: 'error',
			field: 'audience.who',
			message: {
				en: 'Say which customers are reached: add a condition to every group.',
				fr: 'Dites quels clients sont touchés : ajoutez une condition à chaque groupe.',
			},
		},
	];
}

export default defineNode({
	type: 'event-trigger',
	version: 1,
	kind: 'trigger',
	icon: 'zap',
	label: { en: 'When an event happens', fr: 'Quand un événement arrive' },
	description: {
		en: 'Customers enter the journey when they do something on the site, in the app or in a store.',
		fr: 'Les clients entrent dans le parcours quand ils font quelque chose sur le site, dans l’app ou en magasin.',
	},
	config,
	defaults: { event: '', reentry: { mode: 'always' }, maxAge: 'PT1H' },
	presets,
	ports: () => [{ id: 'started', label: { en: 'Entered', fr: 'Entré' } }],
	summary: (c, locale, names) => {
		const event = c.event || '…';
		const filtered = c.where ? (locale === 'fr' ? ', avec un filtre' : ', filtered') : '';
		const key = c.key ? (locale === 'fr' ? `, une fois par ${c.key}` : `, once per ${c.key}`) : '';
		const again =
			c.reentry.mode === 'never'
				? locale === 'fr'
					? ', une seule fois'
					: ', only once'
				: c.reentry.mode === 'after'
					? locale === 'fr'
						? `, à nouveau après ${sayDuration(c.reentry.duration, locale)}`
						: `, again after ${sayDuration(c.reentry.duration, locale)}`
					: '';
		const reached =
			c.audience?.mode === 'rule'
				? `${locale === 'fr' ? ', pour qui\u00a0: ' : ', for who: '}${sayRule(c.audience.who, locale, names)}`
				: '';
		return `${event}${filtered}${reached}${key}${again}`;
	},
	compile: () => null,
	entry: ({ audience: { mode, ...reached }, ...c }) => ({
		...c,
		...(mode === 'rule' && 'who' in reached ? { audience: reached } : {}),
	}),
	check: (c) => [
		...filterProblems('where', c.where),
		...(c.audience.mode === 'rule' ? audienceProblems(c.audience.who) : []),
	],
});
