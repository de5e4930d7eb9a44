import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NODES } from '../nodes';
import type { Run } from '../nodes/define';

export type LoadedRun = Run<unknown>;

/**
 * Finds every effect by its node's folder, once, at boot.
 * @throws Error naming the folder when a node that acts has no `run.ts`, or exports no function.
 */
export async function loadRuns(): Promise<Map<string, LoadedRun>> {
	const runs = new Map<string, LoadedRun>();
	for (const { type } of NODES) {
		const path = join(process.cwd(), 'nodes', type, 'run.ts');
		if (!existsSync(path)) continue;
		const loaded: { default?: unknown } = await import(pathToFileURL(path).href);
		if (!isRun(loaded.default)) throw new Error(`nodes/${type}/run.ts must have a default export made with defineRun`);
		runs.set(type, loaded.default);
	}
	return runs;
}

function isRun(value: unknown): value is LoadedRun {
	return typeof value === 'function';
}
