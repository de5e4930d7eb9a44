import type { Facts, Rule } from './condition';
import { durationMs } from './duration';
import { testsIn } from './rule-needs';

/**
 * When time alone may next change what a rule says of a customer (UTC epoch ms), null: never. “No order for 30 days”
 * changes when her last order is 30 days old; until then, and without an event, nobody has to look at her again.
 * It may name an instant at which nothing changes after all; it never misses one at which something does.
 */
export function ripens(rule: Rule, facts: Pick<Facts, 'now' | 'history'>): number | null {
	const instants = windowsIn(rule).flatMap(({ event, ms }) =>
		facts.history.filter(({ name, at }) => name === event && at + ms > facts.now).map(({ at }) => at + ms),
	);
	return instants.length > 0 ? Math.min(...instants) : null;
}

function windowsIn(rule: Rule): { event: string; ms: number }[] {
	return testsIn(rule).flatMap((test) =>
		(test.type === 'history' || test.type === 'history-value') && test.within
			? [{ event: test.event, ms: durationMs(test.within) }]
			: [],
	);
}
