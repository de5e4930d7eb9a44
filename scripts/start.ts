import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openQuestions } from './stack/ask';
import { runCommand, wholeNumber } from './stack/command';
import { emptyData } from './stack/data';
import type { Ports } from './stack/environment';
import { StackError } from './stack/errors';
import { type DataPaths, dataPaths, ROOT, shown } from './stack/paths';
import { onOrphaned } from './stack/process';
import { terminalProgress } from './stack/progress';
import { checkUnlocked } from './stack/registry';
import { seedDemo } from './stack/seed';
import { startStack } from './stack/stack';

const HELP = `npm start [-- options]        run Parcours on this machine
npm run dev [-- options]      the same, reloading on every change

  --port N                    the web app (PORT, or 3000)
  --postgres-port N           embedded Postgres (54329)
  --temporal-port N           embedded Temporal (7239)
  --temporal-ui-port N        Temporal’s own pages (8239)
  --smtp-port N               the mail catcher (1029)
  --outbox-port N             the SMS gateway (8029)
  --data DIR                  where data is kept (.parcours)
  --fresh                     empty the data first, after asking
  --yes                       do not ask`;

const options = {
	port: { type: 'string' },
	'postgres-port': { type: 'string', default: '54329' },
	'temporal-port': { type: 'string', default: '7239' },
	'temporal-ui-port': { type: 'string', default: '8239' },
	'smtp-port': { type: 'string', default: '1029' },
	'outbox-port': { type: 'string', default: '8029' },
	data: { type: 'string', default: path.join(ROOT, '.parcours') },
	fresh: { type: 'boolean', default: false },
	yes: { type: 'boolean', default: false },
	dev: { type: 'boolean', default: false },
	help: { type: 'boolean', default: false },
} as const;

const PORTS = [1, 65_535] as const;

const credentials = z.looseObject({ url: z.string(), email: z.string(), password: z.string() });

await runCommand(async () => {
	const flags = parseArgs({ options }).values;
	if (flags.help) return console.log(HELP);
	const port = (name: 'postgres-port' | 'temporal-port' | 'temporal-ui-port' | 'smtp-port' | 'outbox-port') =>
		wholeNumber(flags[name], `--${name}`, PORTS, options[name].default);
	const ports: Ports = {
		web: flags.port === undefined ? portOfEnvironment() : wholeNumber(flags.port, '--port', PORTS, '3000'),
		postgres: port('postgres-port'),
		temporal: port('temporal-port'),
		temporalUi: port('temporal-ui-port'),
		smtp: port('smtp-port'),
		outbox: port('outbox-port'),
	};
	const paths = dataPaths(path.resolve(flags.data));
	if (flags.fresh && !(await empty(paths, flags.yes))) return;

	const stopping = new AbortController();
	const asked = new Promise<void>((resolve) => {
		const stop = () => {
			stopping.abort(new StackError('Stopped.'));
			resolve();
		};
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
		onOrphaned(stop);
	});
	const progress = terminalProgress();
	const since = Date.now();
	if (existsSync(paths.seeding)) {
		progress.say('  The first start was interrupted; starting over.');
		await emptyData(paths);
	}
	const stack = await startStack({
		dataDir: flags.data,
		ports,
		run: { outbox: true, worker: true, web: flags.dev ? 'dev' : 'built' },
		given: process.env,
		progress,
		signal: stopping.signal,
		supervise: true,
		tee: flags.dev,
		// On a database that was named nothing is invented: `npm run setup` makes the first owner.
		afterMigrate: process.env.DATABASE_URL?.trim()
			? undefined
			: (env, { credentials, seeding }) => seedDemo({ env, progress, credentials, seeding, signal: stopping.signal }),
	});
	const account = readAccount(paths, stack.url);
	progress.say('');
	progress.say(`  Parcours is ready at ${stack.url}   (${((Date.now() - since) / 1000).toFixed(1)} s)`);
	progress.say(
		account
			? `  Sign in as ${account.email} with ${account.password}   (also in ${shown(paths.credentials)})`
			: '  Sign in with your account; `npm run setup` creates the first owner.',
	);
	progress.say('  Ctrl-C stops everything.');
	await asked;
	progress.say('');
	progress.say('  Stopping…');
	await stack.stop();
}, HELP);

/** As in production: PORT, or 3000. Read when `.env` was. */
function portOfEnvironment(): number {
	const given = process.env.PORT?.trim();
	return given ? wholeNumber(given, 'PORT', PORTS, '3000') : 3000;
}

/** Asks, then removes the embedded data. False when the answer was no. */
async function empty(paths: DataPaths, yes: boolean): Promise<boolean> {
	if (!existsSync(paths.secrets)) return true;
	checkUnlocked(paths);
	if (!yes) {
		const terminal = openQuestions();
		const answer = await terminal.ask(`Remove all customers, journeys and messages in ${shown(paths.dir)}? (yes/no) `);
		terminal.close();
		if (answer?.toLowerCase() !== 'yes') {
			console.log(`Nothing was removed.${answer === undefined ? ' Where nobody can answer: --fresh --yes' : ''}`);
			return false;
		}
	}
	await emptyData(paths);
	return true;
}

/** Who may sign in on an embedded database, with the address it has this time. */
function readAccount({ credentials: file }: DataPaths, url: string) {
	if (process.env.DATABASE_URL?.trim() || !existsSync(file)) return undefined;
	const account = credentials.parse(JSON.parse(readFileSync(file, 'utf8')));
	if (account.url !== url) writeFileSync(file, `${JSON.stringify({ ...account, url }, null, '\t')}\n`, { mode: 0o600 });
	return account;
}
