import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ensureChromium } from '../chromium';
import type { Progress } from '../stack/progress';
import { startScratchStack } from '../stack/scratch';
import { seedDemo } from '../stack/seed';
import { attempt, type PartContext, type Result, tool } from './part';

const playwrightReport = z.object({
	stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** What comes up is told as a note of the browser part, not as parts beside it. */
function asNotes({ note }: PartContext): Progress {
	return {
		say: note,
		step(name) {
			note(name);
			return { note: (text) => note(`${name}: ${text}`), done: () => {}, fail: () => {} };
		},
	};
}

/** The browser tests, on a whole stack of their own, with the demo in it, that is thrown away afterwards. */
export async function browser(context: PartContext): Promise<Result> {
	const { signal, note } = context;
	const chromium = await ensureChromium(note, signal);
	const progress = asNotes(context);
	const stack = await startScratchStack('e2e', {
		run: { outbox: true, worker: true, web: 'built' },
		progress,
		signal,
		afterMigrate: (env, { credentials, seeding }) => seedDemo({ env, progress, credentials, seeding, signal }),
	});
	try {
		const report = path.join(context.scratch, 'e2e.json');
		const { ok, output } = await attempt([tool('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'], {
			signal,
			note,
			env: {
				...process.env,
				...stack.env,
				E2E_URL: stack.url,
				PARCOURS_CREDENTIALS: stack.paths.credentials,
				PARCOURS_CHROMIUM: chromium,
				PLAYWRIGHT_JSON_OUTPUT_NAME: report,
				NODE_ENV: 'test',
			},
		});
		const { expected, unexpected, flaky } = playwrightReport.parse(JSON.parse(readFileSync(report, 'utf8'))).stats;
		return { passed: expected, failed: unexpected + flaky || (ok && expected > 0 ? 0 : 1), output };
	} finally {
		await stack.stop();
	}
}
