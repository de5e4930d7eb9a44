import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Env } from './process';
import { type Stack, type StackOptions, startStack } from './stack';

type Choice = Pick<StackOptions, 'run' | 'progress' | 'supervise' | 'afterMigrate'> & {
	signal?: AbortSignal;
	/** What the environment says besides: another receiver of messages, for example. */
	env?: Env;
	/** True where the data must survive a kill. */
	durable?: boolean;
};

/** A whole stack of its own to throw away, beside whatever else runs; `stop` removes its data as well. */
export async function startScratchStack(purpose: string, choice: Choice): Promise<Stack> {
	const { signal = new AbortController().signal, durable = false, env, ...options } = choice;
	const dataDir = mkdtempSync(path.join(tmpdir(), `parcours-${purpose}-`));
	// Listed by nobody else, but traversed by the uid that Postgres runs as when we are root.
	chmodSync(dataDir, 0o711);
	const remove = () => rmSync(dataDir, { recursive: true, force: true });
	try {
		const given = { ...ownEnvironment(), ...env };
		const stack = await startStack({ ...options, dataDir, ports: 'free', given, signal, durable });
		return { ...stack, stop: () => stack.stop().finally(remove) };
	} catch (error) {
		remove();
		throw error;
	}
}

/** What it takes from the environment: tools, but nothing of the developer's own installation. */
function ownEnvironment(): Env {
	const { PATH, HOME, XDG_CACHE_HOME, TMPDIR, LOG_LEVEL } = process.env;
	return { PATH, HOME, XDG_CACHE_HOME, TMPDIR, LOG_LEVEL };
}
