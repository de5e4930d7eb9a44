import { idIn, isPresent, testValues, valuesAt } from './compare';
import type { Facts, HistoryTest, HistoryValueTest, Past, Undoing } from './condition';
import { durationMs } from './duration';
import { evaluate } from './evaluate';
import type { EventFact, Json } from './event';
import { exactSum } from './exact-sum';

export function testHistory(test: HistoryTest, facts: Facts): boolean {
	const times = eventsMeant(test, facts).length;
	const { op, n } = test.count;
	switch (op) {
		case 'at-least':
			return times >= n;
		case 'at-most':
			return times <= n;
		case 'exactly':
			return times === n;
	}
}

export function testHistoryValue(test: HistoryValueTest, facts: Facts): boolean {
	const values = valuesTaken(test, facts).filter(isPresent);
	// Nothing is unlike what is not there: unlike a property's, the opposite of a comparison needs a value too.
	return values.length === 0 ? test.op === 'is-not-set' : testValues(values, test.op, test.value);
}

/** The value that a test compares: none or one, but where the path crosses a list. */
export function valuesTaken(test: HistoryValueTest, facts: Facts): Json[] {
	const { take, path } = test;
	const events = eventsMeant(test, facts);
	if (take === 'first' || take === 'last') {
		const inTime = events.toSorted((a, b) => a.at - b.at || a.seq - b.seq);
		return valuesAt(inTime.at(take === 'first' ? 0 : -1)?.properties, path);
	}
	const numbers = events.flatMap(({ properties }) => valuesAt(properties, path)).filter((v) => typeof v === 'number');
	if (numbers.length === 0) return [];
	switch (take) {
		case 'sum':
			return [exactSum(numbers)];
		case 'average':
			return [exactSum(numbers) / numbers.length];
		case 'smallest':
			return [Math.min(...numbers)];
		case 'largest':
			return [Math.max(...numbers)];
	}
}

/** The events of her history that a test means. */
export function eventsMeant({ event: name, within, where, without = [] }: Past, facts: Facts): EventFact[] {
	const since = within ? facts.now - durationMs(within) : Number.NEGATIVE_INFINITY;
	const known = facts.history.filter(({ at }) => at <= facts.now);
	return known.filter(
		(event) =>
			event.name === name &&
			event.at > since &&
			(!where || evaluate(where, { ...facts, event })) &&
			!without.some((undoing) => known.some((other) => undoes(undoing, other, event, facts))),
	);
}

/** An event without an id is undone by nothing: two orders without one are not the same order. */
function undoes({ event: name, same, where }: Undoing, other: EventFact, event: EventFact, facts: Facts): boolean {
	if (other.name !== name) return false;
	const ids = idsAt(event, same);
	return idsAt(other, same).some((id) => ids.includes(id)) && (!where || evaluate(where, { ...facts, event: other }));
}

function idsAt({ properties }: EventFact, path: string): string[] {
	return valuesAt(properties, path)
		.map(idIn)
		.filter((id) => id !== null);
}
