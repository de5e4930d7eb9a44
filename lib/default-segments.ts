import type { Rule } from './condition';
import type { RuledStage } from './lifecycle';
import type { Locale } from './text';

/** A segment that every installation begins with; the marketer edits or archives it like any other. */
export type DefaultSegment = { name: Record<Locale, string>; description: Record<Locale, string>; rule: Rule };

/** By a name that is kept with the segment: one that was archived is known by it, and does not come back. */
export const DEFAULT_SEGMENTS = {
	champions: {
		name: { en: 'Champions', fr: 'Champions' },
		description: {
			en: 'Bought lately, often and for much: in the best three tenths of all three.',
			fr: 'Achètent récemment, souvent et beaucoup\u00a0: dans les trois meilleurs dixièmes des trois.',
		},
		rule: all(tenth('recency', 8), tenth('frequency', 8), tenth('monetary', 8)),
	},
	loyal: {
		name: { en: 'Loyal customers', fr: 'Clients fidèles' },
		description: {
			en: 'The lifecycle says so: loyal customers and ambassadors.',
			fr: 'Selon le cycle de vie\u00a0: clients fidèles et ambassadeurs.',
		},
		rule: stage('loyal', 'ambassador'),
	},
	'big-spenders': {
		name: { en: 'Big spenders', fr: 'Gros acheteurs' },
		description: {
			en: 'The tenth of the buyers who spent most.',
			fr: 'Le dixième des acheteurs qui a dépensé le plus.',
		},
		rule: all(tenth('monetary', 10)),
	},
	'new-customers': {
		name: { en: 'New customers', fr: 'Nouveaux clients' },
		description: {
			en: 'Placed their first order in the last 30 days, and no other.',
			fr: 'Ont passé leur première commande ces 30 derniers jours, et aucune autre.',
		},
		rule: all(ordered('exactly', 1), ordered('at-least', 1, 'P30D')),
	},
	'at-risk': {
		name: { en: 'At risk', fr: 'À risque' },
		description: {
			en: 'Used to buy often, and has not for long: win them back.',
			fr: 'Achetaient souvent, et plus depuis longtemps\u00a0: à reconquérir.',
		},
		rule: all(tenth('frequency', 7), upTo('recency', 3)),
	},
	hibernating: {
		name: { en: 'Hibernating', fr: 'En sommeil' },
		description: {
			en: 'Bought seldom, and long ago.',
			fr: 'Ont acheté rarement, et il y a longtemps.',
		},
		rule: all(upTo('recency', 3), upTo('frequency', 3)),
	},
	dormant: {
		name: { en: 'Dormant', fr: 'Inactifs' },
		description: {
			en: 'The lifecycle says so: bought once, and nothing for half a year.',
			fr: 'Selon le cycle de vie\u00a0: ont acheté, et plus rien depuis six mois.',
		},
		rule: stage('dormant'),
	},
	prospects: {
		name: { en: 'Prospects', fr: 'Prospects' },
		description: {
			en: 'We can write to them, and they have never bought.',
			fr: 'Nous pouvons leur écrire, et ils n’ont jamais acheté.',
		},
		rule: stage('prospect'),
	},
} satisfies Record<string, DefaultSegment>;
export type DefaultSegmentId = keyof typeof DEFAULT_SEGMENTS;

function all(...rules: Rule[]): Rule {
	return { type: 'all', rules };
}

type Score = 'recency' | 'frequency' | 'monetary';

function tenth(score: Score, from: number): Rule {
	return { type: 'property', of: 'customer', path: `scores.${score}`, op: 'at-least', value: from };
}

function upTo(score: Score, to: number): Rule {
	return { type: 'property', of: 'customer', path: `scores.${score}`, op: 'at-most', value: to };
}

function stage(...stages: RuledStage[]): Rule {
	return { type: 'lifecycle', stages };
}

function ordered(op: 'at-least' | 'exactly', n: number, within?: string): Rule {
	return { type: 'history', event: 'Order Completed', count: { op, n }, within };
}
