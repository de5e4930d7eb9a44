import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** What belongs to this checkout, whatever data it runs on: builds of its sources. */
export const BUILD_DIR = path.join(ROOT, '.parcours', 'build');

/** Downloaded or built tools, shared by all checkouts of a person. */
export function cacheDir(): string {
	return path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'parcours');
}

/** Where the embedded stack keeps its things. */
export function dataPaths(dir: string) {
	const at = (...names: string[]) => path.join(dir, ...names);
	return {
		dir,
		postgres: at('postgres'),
		/** Where the cluster is instead, when `postgres` cannot be reached by the uid Postgres runs as. */
		postgresPointer: at('postgres.path'),
		temporal: at('temporal.db'),
		secrets: at('secrets.json'),
		credentials: at('credentials.json'),
		lock: at('lock.json'),
		processes: at('processes.json'),
		logs: at('logs'),
		/** There while the demo is being laid down: a start that finds it was interrupted in the middle. */
		seeding: at('seeding'),
	};
}

export type DataPaths = ReturnType<typeof dataPaths>;

/** A short name for a directory, for what has to live outside it. */
export function shortHash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** As a person in the repository would type it. */
export function shown(file: string): string {
	const relative = path.relative(process.cwd(), file);
	return relative.startsWith('..') ? file : relative || '.';
}
