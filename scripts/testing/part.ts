import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StackError } from '../stack/errors';
import { ROOT } from '../stack/paths';
import { type Env, run } from '../stack/process';
import type { Step } from '../stack/progress';

/** What one part of the tests came to, and what to show when it failed. */
export type Result = { passed: number; failed: number; output: string };

export type PartContext = {
	/** For reports, thrown away afterwards. */
	scratch: string;
	signal: AbortSignal;
	note: Step['note'];
};

/** One part of the tests. One that cannot run throws, and counts as one failure: silence is no success. */
export type TestPart = (context: PartContext) => Promise<Result>;

/** A tool of `node_modules`, without npx between us and it. */
export const tool = (...names: string[]) => path.join(ROOT, 'node_modules', ...names);

/** Runs a command to its end, whatever it comes to. */
export async function attempt(
	args: string[],
	{ signal, note, env }: Pick<PartContext, 'signal' | 'note'> & { env?: Env },
): Promise<{ ok: boolean; output: string }> {
	const lines: string[] = [];
	try {
		await run(process.execPath, args, {
			env: { ...(env ?? process.env), FORCE_COLOR: '0', NO_COLOR: '1' },
			signal,
			onLine(line) {
				lines.push(line);
				if (line.trim()) note(line.trim().slice(0, 60));
			},
		});
		return { ok: true, output: lines.join('\n') };
	} catch (error) {
		signal.throwIfAborted();
		if (!(error instanceof StackError)) throw error;
		return { ok: false, output: lines.join('\n') || error.message };
	}
}

/** A check that passes or does not, such as the types. */
export function check(...args: string[]): TestPart {
	return async (context) => {
		const { ok, output } = await attempt(args, context);
		return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output };
	};
}

/** A proof that counts for itself and says so in its last line. */
export function proof(...args: string[]): TestPart {
	return async (context) => {
		const { ok, output } = await attempt(args, context);
		const counted = output.match(/^(\d+) passed, (\d+) failed$/m);
		const [passed, failed] = [Number(counted?.[1] ?? 0), Number(counted?.[2] ?? 0)];
		return { passed, failed: failed || (ok && passed > 0 ? 0 : 1), output };
	};
}

const vitestReport = z.object({
	numPassedTests: z.number(),
	numFailedTests: z.number(),
	numFailedTestSuites: z.number(),
});

export function vitest(project: string): TestPart {
	return async (context) => {
		const report = path.join(context.scratch, `${project}.json`);
		const args = ['run', '--project', project, '--silent=passed-only', '--reporter=default', '--reporter=json'];
		const { ok, output } = await attempt(
			[tool('vitest', 'vitest.mjs'), ...args, `--outputFile.json=${report}`],
			context,
		);
		const counts = vitestReport.parse(JSON.parse(readFileSync(report, 'utf8')));
		const { numPassedTests: passed, numFailedTests } = counts;
		// A file that cannot even be loaded, or an error outside a test, has no failed test but has failed.
		const failed = numFailedTests || (ok && passed > 0 && counts.numFailedTestSuites === 0 ? 0 : 1);
		return { passed, failed, output };
	};
}
