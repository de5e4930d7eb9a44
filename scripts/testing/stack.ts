import type { TestProject } from 'vitest/node';
import { silent } from '../stack/progress';
import { startScratchStack } from '../stack/scratch';

declare module 'vitest' {
	interface ProvidedContext {
		/** Of the migrated database that each test file gets a copy of. */
		templateUrl: string;
		temporalAddress: string;
	}
}

/** A real Postgres and a real Temporal for the whole run, thrown away afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const stack = await startScratchStack('test', {
		run: { outbox: false, worker: false, web: 'none' },
		progress: silent,
	});
	project.provide('templateUrl', stack.env.DATABASE_URL ?? '');
	project.provide('temporalAddress', stack.env.TEMPORAL_ADDRESS ?? '');
	return stack.stop;
}
