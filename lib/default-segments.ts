import type { Rule } from './condition';
import type { RuledStage } from './lifecycle';
import type { Locale } from './text';

/** A segment that every installation begins with; the marketer edits or archives it like any other. */
export type DefaultSegment = { name: Record<Locale, string>; description: Record<Locale, string>; rule: Rule };

/**
 * None repeats a stage of the lifecycle or has its name: rules ask for stages themselves.
 * By a name that is kept with the segment: one that was archived is known by it, and does not come back.
 */
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
		name: { en: 'Loyal and ambassadors', fr: 'Fidèles et ambassadeurs' },
		description: {
			en: 'Two stages of the lifecycle in one: who keeps coming back, and who brings others.',
			fr: 'Deux étapes du cycle de vie en une\u00a0: qui revient, et qui amène d’autres clients.',
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
		name: { en: 'Few orders, long ago', fr: 'Achats rares et anciens' },
		description: {
			en: 'In the last three tenths by when they last bought, and by how often.',
			fr: 'Dans les trois derniers dixièmes par la date du dernier achat et par le nombre d’achats.',
		},
		rule: all(upTo('recency', 3), upTo('frequency', 3)),
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
