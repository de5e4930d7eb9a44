/** Counts what held and what did not, and says it line by line. */

const SHOWN = 10;

export function openTally() {
	const count = { passed: 0, failed: 0 };
	const say = (holds: boolean, text: string, details: string[] = []) => {
		if (holds) count.passed++;
		else count.failed++;
		console.log(`  ${holds ? '✓' : '✗'} ${text}`);
		for (const detail of details.slice(0, SHOWN)) console.log(`      ${detail}`);
	};
	return {
		say,
		/** As bags: one too many counts as much as one too few. Nothing expected is nothing shown. */
		same(kind: string, expected: readonly string[], actual: readonly string[]) {
			const differences = differencesOf(expected, actual);
			say(
				differences.length === 0 && expected.length > 0,
				`${kind.padEnd(12)} ${actual.length} of ${expected.length} expected`,
				differences.map(({ entry, n }) => `${n > 0 ? 'missing' : 'too many'}: ${entry}`),
			);
		},
		/** Prints the closing line, and lets the process fail when something did not hold. */
		close() {
			console.log(`${count.passed} passed, ${count.failed} failed`);
			if (count.failed > 0) process.exitCode = 1;
		},
	};
}

/** How many of each are missing (`n` > 0) or too many. */
export function differencesOf(expected: readonly string[], actual: readonly string[]): { entry: string; n: number }[] {
	const left = new Map<string, number>();
	for (const entry of expected) left.set(entry, (left.get(entry) ?? 0) + 1);
	for (const entry of actual) left.set(entry, (left.get(entry) ?? 0) - 1);
	return [...left].filter(([, n]) => n !== 0).map(([entry, n]) => ({ entry, n }));
}
