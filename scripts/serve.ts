import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseConfig } from '@/config';
import { buildEnvironment, buildOfSources } from './stack/build';
import { runCommand } from './stack/command';
import { StackError } from './stack/errors';
import { temporalSettings } from './stack/named';
import { ROOT } from './stack/paths';
import { onOrphaned, spawnEnv } from './stack/process';

const HELP = `npm run serve           web and worker, on the database and the Temporal that the environment names
npm run serve:web       the web app alone
npm run serve:worker    the worker alone

All variables are in config.ts. Build first: npm run build`;

/** Production: web, worker or both, on the database and the Temporal that the environment names. */
await runCommand(async () => {
	const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true });
	if (values.help) return console.log(HELP);
	const [what = 'both', ...more] = positionals;
	if (!['web', 'worker', 'both'].includes(what) || more.length > 0)
		throw new StackError(`npm run serve runs web, worker or both; not “${positionals.join(' ')}”`);
	const { PORT } = parseConfig(process.env);
	// The worker would say it a second later, with a stack.
	if (what !== 'web') temporalSettings(process.env);
	const build = buildOfSources();
	if (!existsSync(build.complete)) throw new StackError('These sources are not built: npm run build');
	const env = spawnEnv({ ...process.env, ...buildEnvironment(build) });
	const commands = [
		...(what === 'worker' ? [] : [['node_modules/next/dist/bin/next', 'start', '--port', String(PORT)]]),
		...(what === 'web' ? [] : [['--import', 'tsx', 'workflows/worker.ts']]),
	];
	const children = commands.map((args) => spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' }));
	const stop = (signal: NodeJS.Signals) => {
		for (const child of children) child.kill(signal);
	};
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
	onOrphaned(() => stop('SIGTERM'));
	const codes = await Promise.all(
		children.map(
			(child) =>
				new Promise<number>((resolve) =>
					child.once('exit', (code) => {
						// One without the other is half a Parcours: whoever supervises us starts both again.
						for (const other of children) if (other !== child) other.kill('SIGTERM');
						resolve(code ?? 1);
					}),
				),
		),
	);
	process.exitCode = Math.max(...codes);
}, HELP);
