/** What can be said of a rule. `unknown`: a fact is missing or too old, so it is neither true nor false. */
export type Verdict = boolean | 'unknown';

export function not(verdict: Verdict): Verdict {
	return verdict === 'unknown' ? verdict : !verdict;
}

/** All of them, in Kleene's logic: one that is false decides, whatever is not known of the others. */
export function both<T>(items: readonly T[], of: (item: T) => Verdict): Verdict {
	let all: Verdict = true;
	for (const item of items) {
		const verdict = of(item);
		if (verdict === false) return false;
		if (verdict === 'unknown') all = verdict;
	}
	return all;
}

/** One of them: one that is true decides. */
export function either<T>(items: readonly T[], of: (item: T) => Verdict): Verdict {
	return not(both(items, (item) => not(of(item))));
}
