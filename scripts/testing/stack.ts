import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { silent } from '../stack/progress';
import { startStack } from '../stack/stack';

declare module 'vitest' {
	interface ProvidedContext {
		/** Of the migrated database that each test file gets a copy of. */
		templateUrl: string;
		temporalAddress: string;
	}
}

/** A real Postgres and a real Temporal for the whole run, thrown away afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const dataDir = mkdtempSync(path.join(tmpdir(), 'parcours-test-'));
	const stack = await startStack({
		dataDir,
		ports: 'free',
		run: { outbox: false, worker: false, web: 'none' },
		// Nothing of the developer's own installation.
		given: { PATH: process.env.PATH, HOME: process.env.HOME },
		progress: silent,
		signal: new AbortController().signal,
		durable: false,
	});
	project.provide('templateUrl', stack.env.DATABASE_URL ?? '');
	project.provide('temporalAddress', stack.env.TEMPORAL_ADDRESS ?? '');
	return async () => {
		await stack.stop();
		rmSync(dataDir, { recursive: true, force: true });
	};
}
