import { type Operator, type Rule, refersToTrigger } from './condition';
import { sayDuration } from './say-duration';
import type { Locale } from './text';

const OPERATOR_WORDS: Record<Operator, Record<Locale, string>> = {
	equals: { en: 'is', fr: 'est' },
	'not-equals': { en: 'is not', fr: 'n’est pas' },
	'greater-than': { en: '>', fr: '>' },
	'at-least': { en: '≥', fr: '≥' },
	'less-than': { en: '<', fr: '<' },
	'at-most': { en: '≤', fr: '≤' },
	contains: { en: 'contains', fr: 'contient' },
	'not-contains': { en: 'does not contain', fr: 'ne contient pas' },
	'starts-with': { en: 'starts with', fr: 'commence par' },
	'one-of': { en: 'is one of', fr: 'est parmi' },
	'is-set': { en: 'is known', fr: 'est connu' },
	'is-not-set': { en: 'is not known', fr: 'est inconnu' },
};
const COUNT_WORDS = { 'at-least': '≥', 'at-most': '≤', exactly: '=' } as const;

export function sayOperator(op: Operator, locale: Locale): string {
	return OPERATOR_WORDS[op][locale];
}

/** A rule as one sentence, for cards and lists. */
export function sayRule(rule: Rule, locale: Locale): string {
	const fr = locale === 'fr';
	switch (rule.type) {
		case 'all':
			return rule.rules.length ? join(rule.rules, fr ? ' et ' : ' and ', locale) : fr ? 'toujours' : 'always';
		case 'any':
			return join(rule.rules, fr ? ' ou ' : ' or ', locale);
		case 'none':
			return `${fr ? 'aucun de' : 'none of'} (${join(rule.rules, ', ', locale)})`;
		case 'property': {
			const value = refersToTrigger(rule)
				? fr
					? `${rule.value.path} de l’événement`
					: `the event’s ${rule.value.path}`
				: Array.isArray(rule.value)
					? rule.value.join(', ')
					: rule.value;
			return [rule.path.replace(/^traits\./, ''), sayOperator(rule.op, locale), value]
				.filter((p) => p !== undefined)
				.join(' ');
		}
		case 'consent':
			return `${rule.granted ? '' : fr ? 'pas de ' : 'no '}${fr ? 'consentement' : 'consent to'} ${rule.channel}`;
		case 'history': {
			const times = `${rule.event} ${COUNT_WORDS[rule.count.op]} ${rule.count.n}`;
			const within = rule.within ? ` ${fr ? 'en' : 'in'} ${sayDuration(rule.within, locale)}` : '';
			const where = rule.where ? ` ${fr ? 'où' : 'where'} ${sayRule(rule.where, locale)}` : '';
			return times + within + where;
		}
	}
}

function join(rules: Rule[], word: string, locale: Locale): string {
	return rules
		.map((r) => ('rules' in r && r.rules.length > 1 ? `(${sayRule(r, locale)})` : sayRule(r, locale)))
		.join(word);
}
