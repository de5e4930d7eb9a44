import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { createOwner } from '@/auth/create-owner';
import { parseConfig } from '@/config';
import { createKey } from '@/db/api-keys';
import { closeDb, db } from '@/db/client';
import { migrate } from './migrate';
import { runCommand } from './stack/command';

/** The first owner of an installation and its keys. The keys are shown once: only their hashes are kept. */
await runCommand(async () => {
	const { values } = parseArgs({
		options: { email: { type: 'string' }, name: { type: 'string' }, password: { type: 'string' } },
	});
	await migrate(parseConfig(process.env).DATABASE_URL);
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const email = values.email ?? (await terminal.question('Email: '));
	const name = values.name ?? (await terminal.question('Name: '));
	terminal.close();
	const password = values.password ?? randomBytes(12).toString('base64url');
	await createOwner({ email, name, password });
	const writeKey = await createKey(db(), { kind: 'write', name: 'Site' });
	const secretKey = await createKey(db(), { kind: 'secret', name: 'Server' });
	console.log(
		`\n${email} can sign in${values.password ? '' : ` with ${password}`}.\nWrite key:  ${writeKey}\nSecret key: ${secretKey}`,
	);
	await closeDb();
});
