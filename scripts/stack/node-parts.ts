import { setTimeout as sleep } from 'node:timers/promises';
import type { PartSpec } from './part';
import type { Env } from './process';

/** The local receivers of email and SMS. */
export function outboxSpec(env: Env): PartSpec {
	return { name: 'outbox', command: process.execPath, args: ['--import', 'tsx', 'scripts/outbox.ts'], env };
}

export function workerSpec(env: Env, dev: boolean): PartSpec {
	return {
		name: 'worker',
		command: process.execPath,
		// Developers' changes restart it; elsewhere a watcher would be one more process between us and the worker.
		args: ['--import', 'tsx', dev ? 'scripts/dev-worker.ts' : 'workflows/worker.ts'],
		env,
		// It lets sends under way finish.
		stopTimeout: 25_000,
	};
}

export function webSpec(env: Env, dev: boolean, port: number): PartSpec {
	return {
		name: 'web',
		command: process.execPath,
		// Not through npx, whose death would leave Next running.
		args: ['node_modules/next/dist/bin/next', dev ? 'dev' : 'start', '--port', String(port)],
		env,
		readyTimeout: 120_000,
		async ready(signal) {
			while (!signal.aborted) {
				const patience = AbortSignal.timeout(dev ? 60_000 : 2000);
				const healthy = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: patience }).then(
					(response) => response.ok,
					() => false,
				);
				if (healthy) return;
				await sleep(100);
			}
		},
	};
}
