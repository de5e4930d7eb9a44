import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createOwner } from '@/auth/create-owner';
import { MemberConflict } from '@/auth/members';
import { PASSWORD_MAX, PASSWORD_MIN, password } from '@/auth/password';
import { parseConfig } from '@/config';
import { createKey } from '@/db/api-keys';
import { closeDb, db } from '@/db/client';
import { migrate } from './migrate';
import { openQuestions } from './stack/ask';
import { runCommand } from './stack/command';
import { StackError } from './stack/errors';

const HELP = `npm run setup [-- --email ADDRESS --name NAME]

Migrates the database that DATABASE_URL names, creates an owner, who invites the others, and prints her password and
the keys of the API, once. It asks for what is not given.

  --email ADDRESS       how she signs in
  --name NAME           how colleagues read of her
  --password PASSWORD   her own choice; without it one is made`;

const email = z.email();

/** The first owner of an installation and its keys. The keys are shown once: only their hashes are kept. */
await runCommand(async () => {
	const { values } = parseArgs({
		options: {
			email: { type: 'string' },
			name: { type: 'string' },
			password: { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	if (values.help) return console.log(HELP);
	const { DATABASE_URL } = parseConfig(process.env);
	const owner = await whom(values);
	await migrate(DATABASE_URL);
	try {
		await createOwner(owner);
		const writeKey = await createKey(db(), { kind: 'write', name: 'Site' });
		const secretKey = await createKey(db(), { kind: 'secret', name: 'Server' });
		const secret = values.password === undefined ? ` with ${owner.password}` : '';
		console.log(`\n${owner.email} can sign in${secret}.\nWrite key:  ${writeKey}\nSecret key: ${secretKey}`);
	} catch (error) {
		if (!(error instanceof MemberConflict)) throw error;
		throw new StackError(`${owner.email} is a member already. Nothing was changed.`);
	} finally {
		await closeDb();
	}
}, HELP);

/** Everything is looked at before anything is written. */
async function whom(given: { email?: string; name?: string; password?: string }) {
	const questions = openQuestions();
	const ask = async (question: string, flag: string) => {
		const answer = await questions.ask(question);
		if (answer === undefined) throw new StackError(`Nobody answers. Say it with ${flag}.`);
		return answer;
	};
	try {
		const address = (given.email ?? (await ask('Email: ', '--email ADDRESS'))).trim();
		if (!email.safeParse(address).success) throw new StackError(`“${address}” is not an email address (--email).`);
		const name = (given.name ?? (await ask('Name: ', '--name NAME'))).trim();
		if (name === '') throw new StackError('The name is empty (--name).');
		const chosen = given.password ?? randomBytes(12).toString('base64url');
		if (!password.safeParse(chosen).success)
			throw new StackError(`The password must have ${PASSWORD_MIN} to ${PASSWORD_MAX} characters (--password).`);
		return { email: address, name, password: chosen };
	} finally {
		questions.close();
	}
}
