import type { Operator, Scalar, Wanted } from './compare';
import type { HistoryValueTest, Past, Rule } from './condition';
import { sayCustomerPath } from './customer-words';
import { type Names, nameOfValue } from './names';
import { sayDuration } from './say-duration';
import { sayOperationTest, sayWorldTest } from './say-world-test';
import { type Locale, say } from './text';

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
const TAKE_WORDS: Record<HistoryValueTest['take'], Record<Locale, string>> = {
	sum: { en: 'sum of', fr: 'somme de' },
	average: { en: 'average of', fr: 'moyenne de' },
	smallest: { en: 'smallest', fr: 'plus petit' },
	largest: { en: 'largest', fr: 'plus grand' },
	first: { en: 'first', fr: 'premier' },
	last: { en: 'last', fr: 'dernier' },
};
const VERIFIED_WORDS = { true: { en: 'verified', fr: 'vérifiée' }, false: { en: 'not verified', fr: 'non vérifiée' } };
/** Kinds and stages are text: one that has no words here is said as it is. */
const IDENTITY_WORDS: Record<string, Record<Locale, string>> = {
	user_id: { en: 'account', fr: 'compte' },
	anonymous_id: { en: 'visitor id', fr: 'visiteur' },
	email: { en: 'email', fr: 'e-mail' },
	phone: { en: 'phone', fr: 'téléphone' },
	loyalty_card: { en: 'loyalty card', fr: 'carte de fidélité' },
};
const STAGE_WORDS: Record<string, Record<Locale, string>> = {
	suspect: { en: 'suspect', fr: 'suspect' },
	prospect: { en: 'prospect', fr: 'prospect' },
	customer: { en: 'customer', fr: 'client' },
	loyal: { en: 'loyal', fr: 'fidèle' },
	ambassador: { en: 'ambassador', fr: 'ambassadeur' },
	dormant: { en: 'dormant', fr: 'dormant' },
};
const COUNT_WORDS = { 'at-least': '≥', 'at-most': '≤', exactly: '=' } as const;

export function sayOperator(op: Operator, locale: Locale): string {
	return OPERATOR_WORDS[op][locale];
}

/** A rule as one sentence, for cards and lists; a segment without a name is “a segment”. */
export function sayRule(rule: Rule, locale: Locale, names: Names = {}): string {
	const fr = locale === 'fr';
	switch (rule.type) {
		case 'all':
			return rule.rules.length ? join(rule.rules, fr ? ' et ' : ' and ', locale, names) : fr ? 'toujours' : 'always';
		case 'any':
			return join(rule.rules, fr ? ' ou ' : ' or ', locale, names);
		case 'none':
			return `${fr ? 'aucun de' : 'none of'} (${join(rule.rules, ', ', locale, names)})`;
		case 'property': {
			const value = sayWanted(rule.path, rule.value, locale, names);
			const what = rule.of === 'customer' ? sayCustomerPath(rule.path, locale) : rule.path;
			return [what, sayOperator(rule.op, locale), value].filter((p) => p !== undefined).join(' ');
		}
		case 'consent':
			return `${rule.granted ? '' : fr ? 'pas de ' : 'no '}${fr ? 'consentement' : 'consent to'} ${rule.channel}${rule.purpose ? ` (${say(names.purposes?.[rule.purpose] ?? rule.purpose, locale)})` : ''}`;
		case 'identity': {
			const kind = IDENTITY_WORDS[rule.kind]?.[locale] ?? rule.kind;
			const known = fr ? `identité ${rule.known ? 'connue' : 'inconnue'} : ${kind}` : kind;
			const verified = rule.verified === undefined ? '' : ` (${VERIFIED_WORDS[`${rule.verified}`][locale]})`;
			return known + verified + (fr ? '' : rule.known ? ' known' : ' not known');
		}
		case 'lifecycle':
			return `${fr ? 'cycle de vie :' : 'lifecycle:'} ${rule.stages.map((stage) => STAGE_WORDS[stage]?.[locale] ?? stage).join(fr ? ' ou ' : ' or ')}`;
		case 'segment': {
			const name = names.segments?.[rule.segmentId];
			if (fr) return `${rule.in ? 'dans ' : name ? 'hors de ' : 'hors d’'}${name ? `« ${name} »` : 'un segment'}`;
			return `${rule.in ? '' : 'not '}in ${name ? `“${name}”` : 'a segment'}`;
		}
		case 'history':
			return sayPast(`${rule.event} ${COUNT_WORDS[rule.count.op]} ${rule.count.n}`, rule, locale, names);
		case 'history-value': {
			const value = sayWanted(rule.path, rule.value, locale, names);
			const what = `${TAKE_WORDS[rule.take][locale]} ${rule.path} ${fr ? 'de' : 'of'} ${rule.event}`;
			const compared = [what, sayOperator(rule.op, locale), value].filter((part) => part !== undefined).join(' ');
			return sayPast(compared, rule, locale, names);
		}
		case 'stock':
		case 'store':
		case 'distance':
		case 'price':
			return sayWorldTest(rule, locale, names);
		case 'operation':
			return sayOperationTest(rule, locale, names);
	}
}

/** What is compared with: a product or a store by its name, and what the event says. */
function sayWanted(path: string, value: Wanted, locale: Locale, names: Names): Scalar | undefined {
	const named = (one: Scalar) => (typeof one === 'string' ? nameOfValue(path, one, names) : one);
	if (value === undefined) return undefined;
	if (Array.isArray(value)) return value.map(named).join(', ');
	if (typeof value === 'object') return locale === 'fr' ? `${value.path} de l’événement` : `the event’s ${value.path}`;
	return named(value);
}

function sayPast(what: string, { within, where, without = [] }: Past, locale: Locale, names: Names): string {
	const fr = locale === 'fr';
	return [
		what,
		...(within ? [`${fr ? 'en' : 'in'} ${sayDuration(within, locale)}`] : []),
		...(where ? [`${fr ? 'où' : 'where'} ${sayRule(where, locale, names)}`] : []),
		...without.map(({ event, same, where: only }) => {
			const undone = fr ? `sans ${event} du même ${same}` : `without ${event} of the same ${same}`;
			return only ? `${undone} ${fr ? 'où' : 'where'} ${sayRule(only, locale, names)}` : undone;
		}),
	].join(' ');
}

function join(rules: Rule[], word: string, locale: Locale, names: Names): string {
	return rules
		.map((r) => ('rules' in r && r.rules.length > 1 ? `(${sayRule(r, locale, names)})` : sayRule(r, locale, names)))
		.join(word);
}
