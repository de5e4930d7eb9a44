import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { runCommand } from './stack/command';
import type { Ports } from './stack/environment';
import { StackError } from './stack/errors';
import { dataPaths, ROOT, shown } from './stack/paths';
import { removeCluster } from './stack/postgres';
import { spawnTsx } from './stack/process';
import { terminalProgress } from './stack/progress';
import { removeData, type Stack, startStack } from './stack/stack';

const HELP = `npm start [-- options]        run Parcours on this machine
npm run dev [-- options]      the same, reloading on every change

  --port N                    the web app (3000)
  --postgres-port N           embedded Postgres (54329)
  --temporal-port N           embedded Temporal (7239)
  --temporal-ui-port N        Temporal’s own pages (8239)
  --smtp-port N               the mail catcher (1029)
  --outbox-port N             the SMS gateway (8029)
  --data DIR                  where data is kept (.parcours)
  --fresh                     empty the data first, after asking
  --yes                       do not ask`;

const options = {
	port: { type: 'string', default: process.env.PORT || '3000' },
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

const credentials = z.object({ email: z.string(), password: z.string() });

await runCommand(async () => {
	const flags = read();
	if (flags.help) return console.log(HELP);
	const port = (
		name: 'port' | 'postgres-port' | 'temporal-port' | 'temporal-ui-port' | 'smtp-port' | 'outbox-port',
	) => {
		const n = Number(flags[name]);
		if (!Number.isInteger(n) || n < 1 || n > 65_535)
			throw new StackError(`--${name} must be a port, from 1 to 65535; it is ${flags[name]}`);
		return n;
	};
	const ports: Ports = {
		web: port('port'),
		postgres: port('postgres-port'),
		temporal: port('temporal-port'),
		temporalUi: port('temporal-ui-port'),
		smtp: port('smtp-port'),
		outbox: port('outbox-port'),
	};
	if (flags.fresh && !(await empty(flags.data, flags.yes))) return;

	const stopping = new AbortController();
	let stack: Stack | undefined;
	const stop = new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
			process.once(signal, () => {
				stopping.abort(new StackError('Stopped.'));
				resolve();
			});
	});
	const progress = terminalProgress();
	const since = Date.now();
	stack = await startStack({
		dataDir: flags.data,
		ports,
		run: { outbox: true, worker: true, web: flags.dev ? 'dev' : 'built' },
		given: process.env,
		progress,
		signal: stopping.signal,
		supervise: true,
		tee: flags.dev,
		afterMigrate: async (env, paths) => {
			// With a database of the retailer's own nothing is invented: `npm run setup` makes the first owner.
			if (process.env.DATABASE_URL?.trim()) return;
			const step = progress.step('Demo');
			const said = await spawnTsx('demo/seed.ts', { ...env, PARCOURS_CREDENTIALS: paths.credentials }, stopping.signal);
			step.done(said.trim().split('\n').at(-1) ?? '');
		},
	});
	progress.say('');
	progress.say(`  Parcours is ready at ${stack.url}   (${((Date.now() - since) / 1000).toFixed(1)} s)`);
	if (existsSync(stack.paths.credentials)) {
		const { email, password } = credentials.parse(JSON.parse(readFileSync(stack.paths.credentials, 'utf8')));
		progress.say(`  Sign in as ${email} with ${password}   (also in ${shown(stack.paths.credentials)})`);
	} else progress.say('  Sign in with your account; `npm run setup` creates the first owner.');
	progress.say('  Ctrl-C stops everything.');
	await stop;
	progress.say('');
	progress.say('  Stopping…');
	await stack.stop();
});

function read() {
	try {
		return parseArgs({ options, allowPositionals: false }).values;
	} catch (error) {
		throw new StackError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
	}
}

/** Asks, then removes the embedded data. False when the answer was no. */
async function empty(dir: string, yes: boolean): Promise<boolean> {
	const paths = dataPaths(path.resolve(dir));
	if (!existsSync(paths.secrets)) return true;
	if (!yes) {
		const terminal = createInterface({ input: process.stdin, output: process.stdout });
		const answer = await terminal.question(
			`Remove all customers, journeys and messages in ${shown(paths.dir)}? (yes/no) `,
		);
		terminal.close();
		if (answer.trim().toLowerCase() !== 'yes') {
			console.log('Nothing was removed.');
			return false;
		}
	}
	removeCluster(paths);
	removeData(paths);
	return true;
}
