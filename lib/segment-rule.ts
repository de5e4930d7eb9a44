import type { Rule } from './condition';
import { mayBeUnknown, testsIn } from './rule-needs';
import { hasEmptyGroup } from './rule-problems';
import { refersToTrigger } from './trigger-values';

/** Why a rule cannot be that of a segment or a stage. */
export type SegmentProblem = 'empty' | 'empty-group' | 'world' | 'no-event' | 'segments' | 'circle';
type Named = { id: string; rule: Rule };

/**
 * What is wrong with the rule of a segment, or null. It says who a customer is, so it cannot look at an event at hand,
 * nor at stock, stores and prices, which change without anything happening to her. Segments may look at others, but not
 * in a circle; stages (`id` null) come before segments and look at none.
 */
export function segmentProblem(id: string | null, rule: Rule, others: readonly Named[]): SegmentProblem | null {
	if ('rules' in rule && rule.rules.length === 0) return 'empty';
	if (hasEmptyGroup(rule)) return 'empty-group';
	if (looksAtTheWorld(rule)) return 'world';
	if (looksAtAnEvent(rule)) return 'no-event';
	if (id === null)
		return testsIn(rule).some(({ type }) => type === 'segment' || type === 'lifecycle') ? 'segments' : null;
	return reaches([...others.filter((other) => other.id !== id), { id, rule }], id) ? 'circle' : null;
}

/** Whether a rule says who a customer is, at any time: there is something in it, and nothing of an event, stock, stores or prices. */
export function isOnCustomersOnly(rule: Rule): boolean {
	return testsIn(rule).length > 0 && !hasEmptyGroup(rule) && !looksAtTheWorld(rule) && !looksAtAnEvent(rule);
}

const looksAtTheWorld = (rule: Rule) =>
	mayBeUnknown(rule) || testsIn(rule).some(({ type }) => type === 'stock' || type === 'operation');

function looksAtAnEvent(rule: Rule): boolean {
	return (
		outermost(rule).some((test) => test.type === 'property' && test.of !== 'customer') ||
		testsIn(rule).some((test) => test.type === 'property' && (test.of === 'trigger' || refersToTrigger(test)))
	);
}

/** Tests on the customer herself: those within a history are on its events. */
function outermost(rule: Rule): Exclude<Rule, { rules: Rule[] }>[] {
	return 'rules' in rule ? rule.rules.flatMap(outermost) : [rule];
}

const asked = (rule: Rule): string[] =>
	testsIn(rule).flatMap((test) => (test.type === 'segment' ? [test.segmentId] : []));

function reaches(segments: readonly Named[], goal: string): boolean {
	const seen = new Set<string>();
	const todo = [goal];
	for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
		const next = segments.filter((one) => one.id === id).flatMap(({ rule }) => asked(rule));
		if (next.includes(goal)) return true;
		for (const one of next) if (!seen.has(one)) todo.push(one);
		for (const one of next) seen.add(one);
	}
	return false;
}

/** Those that others look at come first. */
export function inOrder<S extends Named>(segments: readonly S[]): S[] {
	const ordered: S[] = [];
	const placed = new Set<string>();
	const known = new Set(segments.map(({ id }) => id));
	for (let left = [...segments]; left.length > 0; ) {
		const ready = left.filter(({ rule }) => asked(rule).every((id) => placed.has(id) || !known.has(id)));
		// A circle is refused when it is saved; were there one, its members would still be reviewed.
		const next = ready.length > 0 ? ready : left.slice(0, 1);
		for (const one of next) placed.add(one.id);
		ordered.push(...next);
		left = left.filter((one) => !next.includes(one));
	}
	return ordered;
}
