import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StackError } from './stack/errors';
import { terminalProgress } from './stack/progress';
import { browser } from './testing/browser';
import { check, proof, type Result, type TestPart, tool, vitest } from './testing/part';

const acceptance = [tool('tsx', 'dist', 'cli.mjs'), 'acceptance/run.ts', 'acceptance/sample.ndjson'];

const PARTS: Record<string, TestPart> = {
	types: check(tool('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.'),
	lint: check(tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '.'),
	knip: check(tool('knip', 'bin', 'knip.js')),
	unit: vitest('unit'),
	integration: vitest('integration'),
	e2e: browser,
	acceptance: proof(...acceptance),
	'foreign receivers': proof(...acceptance, '--foreign'),
};

/** These wait for journeys more than they work, each on a stack of its own: they run beside each other. */
const MOSTLY_WAITING = ['acceptance', 'foreign receivers'];

/**
 * Runs the named parts of the tests, or all, one line a part; what a failed one wrote is shown below its line.
 *
 * @returns how many tests passed and failed, counted by the runners themselves.
 */
export async function test(names: readonly string[]): Promise<{ passed: number; failed: number }> {
	const progress = terminalProgress();
	const total = { passed: 0, failed: 0 };
	const unknown = names.filter((name) => !(name in PARTS));
	if (unknown.length > 0) {
		progress.say(`There is no part “${unknown.join('”, “')}”. Parts: ${Object.keys(PARTS).join(', ')}`);
		return { passed: 0, failed: 1 };
	}
	const stopping = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.once(signal, () => stopping.abort(new StackError('Stopped.')));
	const scratch = mkdtempSync(path.join(tmpdir(), 'parcours-results-'));
	const run = async (name: string) => {
		const part = PARTS[name];
		if (!part || (names.length > 0 && !names.includes(name)) || stopping.signal.aborted) return;
		const step = progress.step(name);
		const result = await part({ scratch, signal: stopping.signal, note: step.note }).catch(crashed);
		total.passed += result.passed;
		total.failed += result.failed;
		if (result.failed === 0) step.done(`${result.passed} passed`);
		else {
			step.fail(`${result.passed} passed, ${result.failed} failed`);
			progress.say(result.output.trimEnd().replace(/^/gm, '    '));
		}
	};
	for (const name of Object.keys(PARTS).filter((part) => !MOSTLY_WAITING.includes(part))) await run(name);
	await Promise.all(MOSTLY_WAITING.map(run));
	rmSync(scratch, { recursive: true, force: true });
	return total;
}

/** A part that could not run is one failure. */
function crashed(error: unknown): Result {
	const output = error instanceof StackError ? error.message : error instanceof Error ? error.stack : String(error);
	return { passed: 0, failed: 1, output: output ?? '' };
}
