import type { TestProject } from 'vitest/node';
import { silent } from '../stack/progress';
import { ownEnvironment, scratchDir } from '../stack/scratch';
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
	const scratch = scratchDir('test');
	const stack = await startStack({
		dataDir: scratch.dir,
		ports: 'free',
		run: { outbox: false, worker: false, web: 'none' },
		// Nothing of the developer's own installation.
		given: ownEnvironment(),
		progress: silent,
		signal: new AbortController().signal,
		durable: false,
	});
	project.provide('templateUrl', stack.env.DATABASE_URL ?? '');
	project.provide('temporalAddress', stack.env.TEMPORAL_ADDRESS ?? '');
	return async () => {
		await stack.stop();
		scratch.remove();
	};
}
