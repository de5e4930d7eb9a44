import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseConfig } from '@/config';
import { buildEnvironment, buildOfSources } from './stack/build';
import { runCommand } from './stack/command';
import { StackError } from './stack/errors';
import { ROOT } from './stack/paths';
import { spawnEnv } from './stack/process';

/** Production: web, worker or both, on the database and the Temporal that the environment names. */
await runCommand(async () => {
	const [what = 'both'] = process.argv.slice(2);
	if (!['web', 'worker', 'both'].includes(what))
		throw new StackError(`npm run serve runs web, worker or both; not “${what}”`);
	const { PORT } = parseConfig(process.env);
	const build = buildOfSources();
	if (!existsSync(build.complete)) throw new StackError('These sources are not built: npm run build');
	const env = spawnEnv({ ...process.env, ...buildEnvironment(build) });
	const commands = [
		...(what === 'worker' ? [] : [['node_modules/next/dist/bin/next', 'start', '--port', String(PORT)]]),
		...(what === 'web' ? [] : [['--import', 'tsx', 'workflows/worker.ts']]),
	];
	const children = commands.map((args) => spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' }));
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.on(signal, () => {
			for (const child of children) child.kill(signal);
		});
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
});
