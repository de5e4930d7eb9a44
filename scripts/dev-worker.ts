import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import path from 'node:path';
import { runCommand } from './stack/command';
import { ROOT } from './stack/paths';

/** What the worker is made of. */
const WATCHED = ['workflows', 'nodes', 'lib', 'db', 'channels', 'config.ts', 'log.ts'];
const SOURCE = /(?<!\.test)\.(ts|tsx|json)$/;
/** An editor writes a file in several steps, a branch changes many. */
const CALM_MS = 200;
/** A developer does not wait for sends under way. */
const PATIENCE_MS = 3000;

/**
 * The worker of `npm run dev`: started again on every change of its sources. (`tsx watch` would keep the worker’s
 * “ready” to itself.) One that ends by a mistake in them waits for the next change; before it was ever ready, so do we.
 */
await runCommand(async () => {
	let child: ChildProcess | undefined;
	let ended = Promise.resolve();
	let ready = false;
	let stopping = false;
	let calm: NodeJS.Timeout | undefined;

	const start = () => {
		const current = spawn(process.execPath, ['--import', 'tsx', 'workflows/worker.ts'], {
			cwd: ROOT,
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		});
		child = current;
		current.on('message', (message) => {
			ready = true;
			process.send?.(message);
		});
		ended = new Promise((resolve) => {
			current.once('exit', (code, signal) => {
				child = undefined;
				resolve();
				if (stopping || !ready) process.exit(stopping ? 0 : (code ?? 1));
				if (signal === null && code !== 0) console.log('The worker ended. It starts again when a file changes.');
			});
		});
	};
	const again = async () => {
		const current = child;
		current?.kill('SIGTERM');
		const force = setTimeout(() => current?.kill('SIGKILL'), PATIENCE_MS);
		await ended;
		clearTimeout(force);
		// Two changes may have waited for the same end.
		if (!stopping && !child) start();
	};

	for (const name of WATCHED) {
		const at = path.join(ROOT, name);
		if (!existsSync(at)) continue;
		watch(at, { recursive: true }, (_, file) => {
			if (file && !SOURCE.test(file)) return;
			clearTimeout(calm);
			calm = setTimeout(() => {
				console.log(`${path.join(name, name === file ? '' : (file ?? ''))} changed; the worker starts again.`);
				void again();
			}, CALM_MS);
		});
	}
	// The signal reaches the whole group: the worker stops by itself, and we follow.
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.on(signal, () => {
			stopping = true;
			if (!child) process.exit();
		});
	start();
});
