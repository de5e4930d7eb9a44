import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { BUILD_DIR, ROOT } from './paths';
import { birthOf, type Env, isSame, run } from './process';

/**
 * One build of one state of the sources. Each has a directory of its own, so that a build for the tests never changes
 * the files under a stack that is running.
 */
export type Build = {
	dir: string;
	/** Next's, relative to the repository as Next wants it. */
	distDir: string;
	workflowBundle: string;
	/** There when the build is complete; its time is when it was last used. */
	complete: string;
};

/** Not built from: data, tools, tests, pages to read. A change of theirs needs no build. */
const SKIP_DIRS = new Set([
	'node_modules',
	'e2e',
	'bench',
	'demo',
	'scripts',
	'testing',
	'migrations',
	'coverage',
	'test-results',
	'playwright-report',
]);
const SKIP_FILES = [
	/\.(test|spec)\.tsx?$|\.md$|\.tsbuildinfo$|^next-env\.d\.ts$|\.history\.json$/,
	/^(Dockerfile|compose\.yaml|(knip|biome)\.json|(vitest|playwright|drizzle)\.config\.ts)$/,
];

function* sources(dir: string): Generator<string> {
	const entries = readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
	for (const entry of entries) {
		if (entry.name.startsWith('.')) continue;
		const file = path.join(dir, entry.name);
		if (entry.isDirectory()) {
			if (!SKIP_DIRS.has(entry.name)) yield* sources(file);
		} else if (entry.isFile() && !SKIP_FILES.some((skip) => skip.test(entry.name))) yield file;
	}
}

export function buildOfSources(): Build {
	const hash = createHash('sha256').update(process.versions.modules);
	for (const file of sources(ROOT)) hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file));
	return buildNamed(hash.digest('hex').slice(0, 12));
}

export function buildNamed(name: string): Build {
	const dir = path.join(BUILD_DIR, name);
	return {
		dir,
		distDir: path.relative(ROOT, path.join(dir, 'web')),
		workflowBundle: path.join(dir, 'workflow-bundle.js'),
		complete: path.join(dir, 'complete'),
	};
}

/** What web and worker need to know about a build. */
export function buildEnvironment(build: Build): Env {
	return { NEXT_DIST_DIR: build.distDir, WORKFLOW_BUNDLE: build.workflowBundle, NODE_ENV: 'production' };
}

const builder = z.object({ pid: z.number(), born: z.string() });

/** Calls `make` unless the build is there; waits when another process is at it. */
export async function buildOnce(build: Build, make: () => Promise<void>): Promise<void> {
	const lock = path.join(build.dir, 'building.json');
	mkdirSync(build.dir, { recursive: true });
	while (!existsSync(build.complete)) {
		try {
			writeFileSync(lock, JSON.stringify({ pid: process.pid, born: birthOf(process.pid) ?? '' }), { flag: 'wx' });
		} catch {
			const other = builder.safeParse(JSON.parse(readFileSync(lock, 'utf8') || 'null'));
			if (other.success && isSame(other.data)) await sleep(500);
			else rmSync(lock, { force: true });
			continue;
		}
		try {
			await make();
			writeFileSync(build.complete, '');
		} finally {
			rmSync(lock, { force: true });
		}
	}
	const now = new Date();
	utimesSync(build.complete, now, now);
	forgetOld(build.dir);
}

const KEEP = 4;

function forgetOld(current: string): void {
	const used = (dir: string) => statSync(path.join(dir, 'complete'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
	const others = readdirSync(BUILD_DIR)
		.map((name) => path.join(BUILD_DIR, name))
		.filter((dir) => dir !== current && existsSync(path.join(dir, 'complete')))
		.sort((a, b) => used(b) - used(a));
	for (const dir of others.slice(KEEP - 1)) rmSync(dir, { recursive: true, force: true });
}

/** Builds in a process of its own, with the sources' hash deciding whether there is anything to do. */
export async function ensureBuild(
	note: (text: string) => void,
	signal: AbortSignal,
): Promise<{ build: Build; built: boolean }> {
	const build = buildOfSources();
	const built = !existsSync(build.complete);
	if (built) {
		note('building, once for these sources');
		// Named, so that a source which is saved meanwhile does not send it elsewhere.
		await run(process.execPath, ['--import', 'tsx', 'scripts/build.ts', path.basename(build.dir)], { signal });
	} else await buildOnce(build, async () => {});
	return { build, built };
}
