import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pino from 'pino';
import { v7 as uuid } from 'uuid';
import { db } from '../../db/client';
import { activities } from '../activities';
import { deliverOnce } from '../deliver';
import { dispatchOnce } from '../dispatcher';
import { fanOutOnce } from '../fan-out';
import { createBell, loop } from '../loop';
import { loadRuns } from '../runs';
import { fixtures } from './fixtures';

Runtime.install({ logger: new DefaultLogger('ERROR') });

/** A worker, a dispatcher and the ways to feed and read them, on the database and the Temporal server of the test run. */
export type Harness = Awaited<ReturnType<typeof startHarness>>;

export async function startHarness() {
	const address = process.env.TEMPORAL_ADDRESS;
	const taskQueue = `test-${uuid()}`;
	const connection = await NativeConnection.connect({ address });
	const client = new Client({ connection: await Connection.connect({ address }) });
	const bundle = { workflowsPath: new URL('../index.ts', import.meta.url).pathname };
	const create = async () =>
		Worker.create({
			connection,
			taskQueue,
			...bundle,
			activities: activities(db(), await loadRuns()),
			shutdownGraceTime: '2s',
			maxCachedWorkflows: 200,
		});
	let worker = await create();
	let running = worker.run();
	const stop = new AbortController();
	const bell = createBell();
	const log = pino({ level: 'silent' });
	const loops = Promise.all([
		loop('dispatch', log, stop.signal, bell, () => dispatchOnce(db())),
		loop('fan-out', log, stop.signal, bell, () => fanOutOnce(db())),
		loop('deliver', log, stop.signal, bell, () => deliverOnce(db(), client, taskQueue)),
	]);
	const data = fixtures(bell);
	await data.configure({});

	return {
		...data,
		client,
		bell,
		taskQueue,
		/** Kills the worker the hard way a test can: it stops polling at once and forgets what it cached. */
		async stopWorker() {
			worker.shutdown();
			await running;
		},
		async startWorker() {
			worker = await create();
			running = worker.run();
		},
		async close() {
			stop.abort();
			bell.ring();
			await loops;
			if (worker.getState() === 'RUNNING') {
				worker.shutdown();
				await running;
			}
			await client.connection.close();
			await connection.close();
		},
	};
}
