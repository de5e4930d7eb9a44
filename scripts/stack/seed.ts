import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { type Env, spawnTsx } from './process';
import { inStep, type Progress } from './progress';

export type SeedOptions = {
	env: Env;
	progress: Progress;
	/** Where who may sign in is written. */
	credentials: string;
	/** Marks the work as begun and not finished. */
	seeding: string;
	signal: AbortSignal;
};

/** Fills an empty embedded database with the demo and its owner. */
export async function seedDemo({ env, progress, credentials, seeding, signal }: SeedOptions): Promise<void> {
	// Written when the demo was laid down.
	if (existsSync(credentials)) return;
	await inStep(progress, 'Demo', async () => {
		writeFileSync(seeding, '');
		const said = await spawnTsx('demo/seed.ts', { ...env, PARCOURS_CREDENTIALS: credentials }, signal);
		rmSync(seeding);
		return said.trim().split('\n').at(-1);
	});
}
