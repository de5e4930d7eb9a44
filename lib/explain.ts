import { valuesAt } from './compare';
import type { Facts, Rule } from './condition';
import { judge, tested } from './evaluate';
import type { Json } from './event';
import { eventsMeant, valuesTaken } from './history-tests';
import { type Names, nameOfValue } from './names';
import { sayDuration } from './say-duration';
import { sayRule } from './say-rule';
import type { Locale } from './text';
import { refersToTrigger } from './trigger-values';
import type { Verdict } from './verdict';

/** A test that keeps a rule from holding. `verdict` true: it should not have held, for it stands under a “none of”. */
export type Failing = { rule: Rule; verdict: Verdict; found: Found };

/** What there was instead. */
export type Found =
	/** The values looked at, and those of the event they were compared with. */
	| { kind: 'values'; values: Json[]; wanted?: Json[] }
	/** How many were counted; when (UTC epoch ms) the last like it was, counted or too old to be; how many were undone. */
	| { kind: 'events'; n: number; last: number | null; undone: number }
	| { kind: 'consent'; granted: boolean | null }
	/** The rule alone says it. */
	| { kind: 'nothing' };

/**
 * Why a rule does not hold: the smallest set of tests that would have to come out otherwise. Empty when it holds. Of
 * several ways to hold (`any`) the one that lacks least is told.
 */
export function explain(rule: Rule, facts: Facts): Failing[] {
	return judge(rule, facts) === true ? [] : lacking(rule, facts);
}

function lacking(rule: Rule, facts: Facts): Failing[] {
	switch (rule.type) {
		case 'all':
			return rule.rules.flatMap((child) => explain(child, facts));
		case 'any': {
			const [first, ...others] = rule.rules.map((child) => lacking(child, facts));
			if (!first) return [told(rule, facts)];
			return others.reduce((least, other) => (other.length < least.length ? other : least), first);
		}
		case 'none':
			return rule.rules.filter((child) => judge(child, facts) !== false).flatMap((child) => holding(child, facts));
		default:
			return [told(rule, facts)];
	}
}

/** The tests that make a rule hold which should not, or may do so. */
function holding(rule: Rule, facts: Facts): Failing[] {
	const children = rule.type === 'all' || rule.type === 'any' ? rule.rules : [];
	const parts = children.filter((child) => judge(child, facts) !== false);
	return parts.length === 0 ? [told(rule, facts)] : parts.flatMap((child) => holding(child, facts));
}

function told(rule: Rule, facts: Facts): Failing {
	return { rule, verdict: judge(rule, facts), found: foundBy(rule, facts) };
}

function foundBy(rule: Rule, facts: Facts): Found {
	switch (rule.type) {
		case 'property': {
			const values = tested(rule, facts);
			return refersToTrigger(rule)
				? { kind: 'values', values, wanted: valuesAt(facts.trigger?.properties, rule.value.path) }
				: { kind: 'values', values };
		}
		case 'consent':
			return { kind: 'consent', granted: rule.purpose === undefined ? (facts.consents[rule.channel] ?? null) : null };
		case 'history': {
			const n = eventsMeant(rule, facts).length;
			const undone = eventsMeant({ ...rule, without: undefined }, facts).length - n;
			const ever = eventsMeant({ ...rule, within: undefined, without: undefined }, facts);
			return { kind: 'events', n, undone, last: ever.length > 0 ? Math.max(...ever.map(({ at }) => at)) : null };
		}
		case 'history-value':
			return { kind: 'values', values: valuesTaken(rule, facts) };
		default:
			return { kind: 'nothing' };
	}
}

/**
 * What lacks, as a sentence with its figures: “Order Completed ≥ 1 in 14 days: not in that time; the last was 40 days
 * before”. `now` is the instant of the rule, UTC epoch ms.
 */
export function sayFailing({ rule, verdict, found }: Failing, now: number, locale: Locale, names: Names = {}): string {
	const fr = locale === 'fr';
	const unwanted = verdict === true ? (fr ? 'ne devait pas être vrai – ' : 'should not be so – ') : '';
	const unknown = fr ? 'on ne le sait pas' : 'nobody knows';
	const evidence = verdict === 'unknown' ? unknown : sayFound(named(found, rule, names), now, locale);
	return `${unwanted}${sayRule(rule, locale, names)}${evidence ? `${fr ? '\u00a0: ' : ': '}${evidence}` : ''}`;
}

/** With products and stores by their names. */
function named(found: Found, rule: Rule, names: Names): Found {
	if (found.kind !== 'values' || (rule.type !== 'property' && rule.type !== 'history-value')) return found;
	const called = (one: Json) => (typeof one === 'string' ? nameOfValue(rule.path, one, names) : one);
	return { ...found, values: found.values.map(called), ...(found.wanted ? { wanted: found.wanted.map(called) } : {}) };
}

function sayFound(found: Found, now: number, locale: Locale): string {
	const fr = locale === 'fr';
	switch (found.kind) {
		case 'values': {
			const is = list(found.values, fr ? 'inconnu' : 'unknown');
			const said = fr ? `c’est ${is}` : `it is ${is}`;
			if (!found.wanted) return said;
			const wanted = list(found.wanted, fr ? 'rien' : 'nothing');
			return fr ? `${said}, l’événement dit ${wanted}` : `${said}, the event says ${wanted}`;
		}
		case 'consent':
			if (found.granted === null) return fr ? 'jamais donné' : 'never given';
			return found.granted ? (fr ? 'donné' : 'given') : fr ? 'refusé' : 'refused';
		case 'events':
			return sayEvents(found, now, fr, locale);
		case 'nothing':
			return '';
	}
}

function sayEvents(
	{ n, last, undone }: Extract<Found, { kind: 'events' }>,
	now: number,
	fr: boolean,
	locale: Locale,
): string {
	if (last === null) return fr ? 'jamais' : 'never';
	const ago = sayDuration(lengthOf(now - last), locale);
	if (n === 0 && undone > 0)
		return fr
			? `${undone} fois, mais annulé depuis, la dernière ${ago} avant`
			: `${undone} ${undone === 1 ? 'time' : 'times'}, but undone since, the last one ${ago} before`;
	if (n === 0)
		return fr ? `pas dans ce délai, la dernière fois ${ago} avant` : `not in that time, the last one ${ago} before`;
	return fr ? `${n} fois, la dernière ${ago} avant` : `${n} ${n === 1 ? 'time' : 'times'}, the last one ${ago} before`;
}

/** In its largest unit, rounded down: for people. */
function lengthOf(ms: number): string {
	const minutes = Math.floor(Math.max(0, ms) / 60_000);
	if (minutes < 60) return `PT${minutes}M`;
	return minutes < 48 * 60 ? `PT${Math.floor(minutes / 60)}H` : `P${Math.floor(minutes / 1440)}D`;
}

function list(values: Json[], none: string): string {
	const words = values
		.filter((v) => v !== null && v !== '')
		.map((v) => (typeof v === 'object' ? JSON.stringify(v) : String(v)));
	return words.length > 0 ? words.join(', ') : none;
}
