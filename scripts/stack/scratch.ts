import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Env } from './process';

/** A data directory to throw away. Call `remove` once its stack has stopped. */
export function scratchDir(purpose: string): { dir: string; remove: () => void } {
	const dir = mkdtempSync(path.join(tmpdir(), `parcours-${purpose}-`));
	// Listed by nobody else, but traversed by the uid that Postgres runs as when we are root.
	chmodSync(dir, 0o711);
	return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** What a stack to throw away takes from the environment: tools, but nothing of the developer's own installation. */
export function ownEnvironment(): Env {
	const { PATH, HOME, XDG_CACHE_HOME, TMPDIR, LOG_LEVEL } = process.env;
	return { PATH, HOME, XDG_CACHE_HOME, TMPDIR, LOG_LEVEL };
}
