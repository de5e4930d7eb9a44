/** A name and how often it came in. */
type Known = { name: string; count: number };

/**
 * The known name that was probably meant by one that is not known: the same but for case, spaces and the order of its
 * words, its last words (`city` for `traits.city`), or at most a quarter of its letters away (insert, remove, replace,
 * swap neighbours). The nearest; of equally near ones the most frequent. Null when it is known, or nothing is near.
 */
export function probablyMeant<K extends Known>(typed: string, known: readonly K[]): K | null {
	if (typed.trim() === '' || known.some(({ name }) => name === typed)) return null;
	const [plain, sorted] = [plainly(typed), inOrder(typed)];
	let best: { found: K; far: number } | null = null;
	for (const found of known) {
		const same = plainly(found.name);
		const far = sorted === inOrder(found.name) ? 0 : same.endsWith(` ${plain}`) ? 1 : distance(plain, same);
		const near = far <= Math.floor(Math.max(plain.length, same.length) / 4);
		if (near && (!best || far < best.far || (far === best.far && found.count > best.found.count)))
			best = { found, far };
	}
	return best?.found ?? null;
}

function words(name: string): string[] {
	// `orderCompleted`, `order_completed` and `Order Completed` have the same words.
	return name
		.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean);
}

const plainly = (name: string) => words(name).join(' ');
const inOrder = (name: string) => words(name).sort().join(' ');

/** Edits between two words: insert, remove, replace a letter, or swap two neighbours (Damerau, “optimal string alignment”). */
export function distance(a: string, b: string): number {
	const [from, to] = [Array.from(a), Array.from(b)];
	let before: number[] = [];
	let last = Array.from({ length: to.length + 1 }, (_, j) => j);
	for (let i = 1; i <= from.length; i++) {
		const row = [i];
		for (let j = 1; j <= to.length; j++) {
			const replaced = (last[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
			let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced);
			if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
				least = Math.min(least, (before[j - 2] ?? 0) + 1);
			row.push(least);
		}
		[before, last] = [last, row];
	}
	return last[to.length] ?? 0;
}
