import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { parseConfig } from '@/config';
import { runCommand } from './stack/command';
import { ROOT } from './stack/paths';

/** Held while migrating: processes of a new version may all start at once. */
const MIGRATION_LOCK = 7_272_687;

/** Brings a database up to the migrations in the repository. Harmless when it is, and when others do the same now. */
export async function migrate(databaseUrl: string): Promise<void> {
	const client = new pg.Client({ connectionString: databaseUrl, application_name: 'parcours migrate' });
	await client.connect();
	try {
		await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
		await applyMigrations(drizzle(client), { migrationsFolder: path.join(ROOT, 'db/migrations') });
	} finally {
		// Ending the session also releases the lock.
		await client.end();
	}
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	await runCommand(async () => {
		await migrate(parseConfig(process.env).DATABASE_URL);
		console.log('The database is up to date.');
	});
}
