import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import { parseConfig } from '@/config';
import { runCommand } from './stack/command';
import { connectTo, refusal } from './stack/named';
import { ROOT } from './stack/paths';

/** Held while migrating: processes of a new version may all start at once. */
const MIGRATION_LOCK = 7_272_687;

/**
 * Brings a database up to the migrations in the repository. Harmless when it is, and when others do the same now.
 *
 * @throws StackError when the database does not answer, is too old, or lets this user make no tables.
 */
export async function migrate(databaseUrl: string): Promise<void> {
	const client = await connectTo(databaseUrl, 'parcours migrate');
	try {
		await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
		await applyMigrations(drizzle(client), { migrationsFolder: path.join(ROOT, 'db/migrations') });
	} catch (error) {
		throw refusal(error) ?? error;
	} finally {
		// Ending the session also releases the lock.
		await client.end();
	}
}

const HELP = `npm run migrate    bring the database that DATABASE_URL names up to this version; harmless when it is`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	await runCommand(async () => {
		if (parseArgs({ options: { help: { type: 'boolean' } } }).values.help) return console.log(HELP);
		await migrate(parseConfig(process.env).DATABASE_URL);
		console.log('The database is up to date.');
	}, HELP);
}
