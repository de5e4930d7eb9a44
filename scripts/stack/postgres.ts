import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StackError } from './errors';
import type { Part, PartSpec } from './part';
import { tailOf } from './part';
import type { DataPaths } from './paths';
import { shortHash } from './paths';
import type { PostgresBinaries } from './postgres-binaries';
import { findPostgres } from './postgres-binaries';
import { run } from './process';

const USER = 'parcours';

type Ids = { uid: number; gid: number };

export function postgresUrl(port: number, password: string, database: string): string {
	return `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
}

/** Postgres refuses to run as root: then it runs as the system's `postgres`, or as nobody. */
function runAs(): Ids | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const entry = readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.map((line) => line.split(':'))
		.find(([name]) => name === 'postgres');
	return entry ? { uid: Number(entry[2]), gid: Number(entry[3]) } : { uid: 65_534, gid: 65_534 };
}

function canEnter(dir: string, ids: Ids): boolean {
	return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { ...ids, cwd: '/' }).status === 0;
}

/** Where the cluster is, or shall be. */
export function clusterDir(paths: DataPaths): string {
	if (existsSync(paths.postgresPointer)) return readFileSync(paths.postgresPointer, 'utf8').trim();
	const as = runAs();
	if (existsSync(paths.postgres) || !as || canEnter(paths.dir, as)) return paths.postgres;
	// The checkout is in root's home, say: nobody but root may enter. /var/tmp survives a reboot.
	const outside = `/var/tmp/parcours-${shortHash(paths.dir)}`;
	mkdirSync(outside, { recursive: true, mode: 0o711 });
	if (lstatSync(outside).uid !== 0)
		throw new StackError(`${outside} does not belong to root. Remove it and start again.`);
	const dir = path.join(outside, 'postgres');
	writeFileSync(paths.postgresPointer, `${dir}\n`);
	return dir;
}

/** Removes the cluster of a stopped stack. */
export function removeCluster(paths: DataPaths): void {
	const dir = clusterDir(paths);
	rmSync(dir, { recursive: true, force: true });
	rmSync(`${dir}.new`, { recursive: true, force: true });
	// Outside there is nothing else in the directory that was made for it.
	if (existsSync(paths.postgresPointer)) rmSync(path.dirname(dir), { recursive: true, force: true });
	rmSync(paths.postgresPointer, { force: true });
}

/** Sorting and case in UTF-8 by code point, the same on every machine, as far as the version can. */
function localeArgs({ major }: PostgresBinaries): string[] {
	if (major >= 17) return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
	const { stdout } = spawnSync('locale', ['-a'], { encoding: 'utf8' });
	const known = (stdout ?? '').split('\n');
	return [`--locale=${['C.UTF-8', 'C.utf8', 'en_US.UTF-8', 'en_US.utf8'].find((name) => known.includes(name)) ?? 'C'}`];
}

async function initialise(
	dir: string,
	binaries: PostgresBinaries,
	as: Ids | undefined,
	password: string,
	signal: AbortSignal,
) {
	// Renamed when complete, so that an interrupted first start leaves nothing half made.
	const half = `${dir}.new`;
	const passwordFile = `${half}.password`;
	rmSync(half, { recursive: true, force: true });
	mkdirSync(half, { mode: 0o700 });
	writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
	try {
		if (as) for (const file of [half, passwordFile]) chownSync(file, as.uid, as.gid);
		const args = ['--auth=scram-sha-256', `--username=${USER}`, `--pwfile=${passwordFile}`, '--encoding=UTF8'];
		await run(path.join(binaries.bin, 'initdb'), [`--pgdata=${half}`, ...args, ...localeArgs(binaries), '--no-sync'], {
			cwd: '/',
			env: { ...process.env, LC_ALL: undefined, LANG: undefined, LC_MESSAGES: 'C' },
			...(as && { as }),
			signal,
		});
		renameSync(half, dir);
	} finally {
		rmSync(passwordFile, { force: true });
	}
}

/** Answers queries; a wrong password will not become right by waiting. */
async function untilAnswering(url: string, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
		client.on('error', () => {});
		try {
			await client.connect();
			await client.query('select 1');
			return;
		} catch (error) {
			if (error instanceof pg.DatabaseError && error.code === '28P01') {
				throw new StackError('refuses the password in secrets.json: the data was made with another one');
			}
			await sleep(50);
		} finally {
			await client.end().catch(() => {});
		}
	}
}

export type PostgresOptions = {
	paths: DataPaths;
	port: number;
	password: string;
	/** False where the data is thrown away anyway: a power cut may then lose it, a killed process still loses nothing. */
	durable: boolean;
	signal: AbortSignal;
	note: (text: string) => void;
};

/** Makes the cluster if there is none, and says how to run it. */
export async function preparePostgres(
	options: PostgresOptions,
): Promise<{ spec: PartSpec; binaries: PostgresBinaries; dir: string }> {
	const { paths, port, password } = options;
	const dir = clusterDir(paths);
	const versionFile = path.join(dir, 'PG_VERSION');
	const binaries = findPostgres(existsSync(versionFile) ? Number(readFileSync(versionFile, 'utf8')) : undefined);
	let as = runAs();
	if (existsSync(dir)) {
		// The uid it was made with, whatever users have come since.
		const { uid, gid } = statSync(dir);
		if (as) as = { uid, gid };
	} else {
		options.note('creating the database');
		// Named by nobody but traversed by the uid that runs Postgres.
		chmodSync(path.dirname(dir), 0o711);
		await initialise(dir, binaries, as, password, options.signal);
	}
	const settings = {
		listen_addresses: '127.0.0.1',
		port,
		unix_socket_directories: '',
		max_connections: 200,
		shared_buffers: '256MB',
		max_wal_size: '2GB',
		timezone: 'UTC',
		log_timezone: 'UTC',
		...(options.durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
	};
	const url = postgresUrl(port, password, 'postgres');
	const spec: PartSpec = {
		name: 'postgres',
		command: path.join(binaries.bin, 'postgres'),
		args: ['-D', dir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
		env: { ...process.env, LC_ALL: undefined, LC_MESSAGES: 'C' },
		cwd: '/',
		as,
		stopSignal: 'SIGINT',
		stopTimeout: 30_000,
		readyTimeout: 120_000,
		ready: (signal) => untilAnswering(url, signal),
	};
	return { spec, binaries, dir };
}

/** Starts it; after a kill -9 its children may need a moment to notice that they are orphans. */
export async function startPostgres(part: Part): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await part.start();
		} catch (error) {
			const orphans = /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(
				tailOf(part.log, 5),
			);
			if (!orphans || attempt >= 10) throw error;
			await sleep(500);
		}
	}
}

/** @returns whether it was created now. */
export async function ensureDatabase(port: number, password: string, name: string): Promise<boolean> {
	const client = new pg.Client({ connectionString: postgresUrl(port, password, 'postgres') });
	await client.connect();
	try {
		const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
		if (rowCount) return false;
		await client.query(`create database ${client.escapeIdentifier(name)}`);
		return true;
	} finally {
		await client.end();
	}
}
