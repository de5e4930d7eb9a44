import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { ensureChromium } from './chromium';
import { ROOT } from './stack/paths';
import { type Env, spawnEnv, spawnTsx } from './stack/process';
import { terminalProgress } from './stack/progress';
import { startStack } from './stack/stack';

/** What one part of the tests came to. A part that could not run counts as one failure: silence is no success. */
type Result = { name: string; passed: number; failed: number };

const scratch = mkdtempSync(path.join(tmpdir(), 'parcours-results-'));
const bin = (...names: string[]) => path.join(ROOT, 'node_modules', ...names);

const PARTS: Record<string, () => Promise<Result>> = {
	types: () => command('types', [bin('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.']),
	lint: () => command('lint', [bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '.']),
	knip: () => command('knip', [bin('knip', 'bin', 'knip.js')]),
	unit: () => vitest('unit'),
	integration: () => vitest('integration'),
	e2e: browser,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
	console.error(`There is no part “${unknown.join(', ')}”. Parts: ${Object.keys(PARTS).join(', ')}`);
	process.exit(1);
}
const results: Result[] = [];
const began = Date.now();
for (const [name, run] of Object.entries(PARTS)) {
	if (wanted.length > 0 && !wanted.includes(name)) continue;
	console.log(`\n━━ ${name}`);
	const since = Date.now();
	const result = await run().catch((error: unknown): Result => {
		console.error(error instanceof Error ? error.message : error);
		return { name, passed: 0, failed: 1 };
	});
	results.push(result);
	console.log(
		`━━ ${name}: ${result.passed} passed, ${result.failed} failed (${((Date.now() - since) / 1000).toFixed(0)} s)`,
	);
}
rmSync(scratch, { recursive: true, force: true });
const passed = results.reduce((sum, r) => sum + r.passed, 0);
const failed = results.reduce((sum, r) => sum + r.failed, 0);
console.log(
	`\n${results.map((r) => `${r.failed > 0 ? '✗' : '✓'} ${r.name}`).join('  ')}   ${((Date.now() - began) / 1000).toFixed(0)} s`,
);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** Runs a command with its output shown; answers its exit code. */
function run(args: string[], env: Env = process.env): Promise<number> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, { cwd: ROOT, env: spawnEnv(env), stdio: 'inherit' });
		child.once('error', reject);
		child.once('exit', (code) => resolve(code ?? 1));
	});
}

async function command(name: string, args: string[]): Promise<Result> {
	const code = await run(args);
	return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

const vitestReport = z.object({
	numPassedTests: z.number(),
	numFailedTests: z.number(),
	numFailedTestSuites: z.number(),
});

async function vitest(project: string): Promise<Result> {
	const report = path.join(scratch, `${project}.json`);
	const code = await run([
		bin('vitest', 'vitest.mjs'),
		'run',
		'--project',
		project,
		'--reporter=dot',
		'--reporter=json',
		`--outputFile.json=${report}`,
	]);
	const {
		numPassedTests: passed,
		numFailedTests,
		numFailedTestSuites,
	} = vitestReport.parse(JSON.parse(readFileSync(report, 'utf8')));
	// A file that cannot even be loaded has no failed test, but has failed.
	const failed = Math.max(
		numFailedTests,
		numFailedTests === 0 && (numFailedTestSuites > 0 || code !== 0 || passed === 0) ? 1 : 0,
	);
	return { name: project, passed, failed };
}

const playwrightReport = z.object({
	stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** The browser tests, on a whole stack of their own that is thrown away afterwards. */
async function browser(): Promise<Result> {
	const chromium = await ensureChromium(console.log);
	const dataDir = mkdtempSync(path.join(tmpdir(), 'parcours-e2e-'));
	const progress = terminalProgress();
	const stack = await startStack({
		dataDir,
		ports: 'free',
		run: { outbox: true, worker: true, web: 'built' },
		// Nothing of the developer's own installation.
		given: { PATH: process.env.PATH, HOME: process.env.HOME, XDG_CACHE_HOME: process.env.XDG_CACHE_HOME },
		progress,
		signal: new AbortController().signal,
		durable: false,
		afterMigrate: async (env, paths) => {
			await spawnTsx('demo/seed.ts', { ...env, PARCOURS_CREDENTIALS: paths.credentials });
		},
	});
	const report = path.join(scratch, 'e2e.json');
	try {
		const code = await run([bin('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'], {
			...process.env,
			...stack.env,
			E2E_URL: stack.url,
			PARCOURS_CREDENTIALS: stack.paths.credentials,
			PARCOURS_CHROMIUM: chromium,
			PLAYWRIGHT_JSON_OUTPUT_NAME: report,
			NODE_ENV: 'test',
		});
		const { expected, unexpected, flaky } = playwrightReport.parse(
			existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {},
		).stats;
		return { name: 'e2e', passed: expected, failed: Math.max(unexpected + flaky, code === 0 ? 0 : 1) };
	} finally {
		await stack.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}
