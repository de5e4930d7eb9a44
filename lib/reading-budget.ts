import type { Json } from './event';

/**
 * What may be read of one payload to map it. An export of 5,000 lines takes some 70,000; so many take a worker well under
 * a second, whatever they are.
 */
export const MAX_VALUES = 100_000;
/** A longer text counts as several values: it is looked through, and copied. */
const CHARACTERS = 100;

/** There is no more to be read of this payload. */
export class BudgetSpent extends Error {
	override name = 'BudgetSpent';
}

/** How much was read of a payload. Whoever reads says so before. */
export type Budget = {
	/** @throws BudgetSpent when it would be more than there is: what was spent never is. */
	spend: (values: number) => void;
	spent: () => number;
};

export function budgetOf(max: number): Budget {
	let spent = 0;
	return {
		spend: (values) => {
			if (spent + values > max) throw new BudgetSpent('too many values are read');
			spent += values;
		},
		spent: () => spent,
	};
}

/** For a text that is looked at. @throws BudgetSpent */
export function spendOnText(value: Json, { spend }: Budget): void {
	if (typeof value === 'string' && value.length > CHARACTERS) spend(Math.floor(value.length / CHARACTERS));
}

/** For an object or a list that is kept as it is: all that is in it. @throws BudgetSpent */
export function spendOnAll(value: Json, budget: Budget): void {
	const left: Json[] = [value];
	for (let next = left.pop(); next !== undefined; next = left.pop()) {
		if (typeof next !== 'object' || next === null) {
			spendOnText(next, budget);
			continue;
		}
		const inner = Object.values(next);
		budget.spend(inner.length);
		for (const one of inner) left.push(one);
	}
}
