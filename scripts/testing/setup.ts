import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';

// Each test file gets a copy of the migrated database: files do not see each other's customers.
const template = new URL(inject('templateUrl'));
const name = `test_${randomBytes(6).toString('hex')}`;

async function administer(statement: string): Promise<void> {
	const admin = new URL(template);
	admin.pathname = '/postgres';
	const client = new pg.Client({ connectionString: admin.href });
	await client.connect();
	await client.query(statement);
	await client.end();
}

await administer(`create database ${name} template ${template.pathname.slice(1)}`);
const own = new URL(template);
own.pathname = `/${name}`;
Object.assign(process.env, {
	DATABASE_URL: own.href,
	PARCOURS_URL: 'http://localhost:3000',
	BETTER_AUTH_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
	PARCOURS_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
	TEMPORAL_ADDRESS: inject('temporalAddress'),
	TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml',
	TEMPORAL_NAMESPACE: 'default',
	LOG_LEVEL: 'silent',
});

afterAll(async () => {
	const { closeDb } = await import('@/db/client');
	await closeDb();
	await administer(`drop database ${name} with (force)`);
});
