import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import pino from 'pino';
import { config } from '../config';
import { closeDb, db } from '../db/client';
import { sendConfirmations } from '../db/confirmations';
import { ensureDefaultSegments } from '../db/default-segments';
import { mapOnce } from '../db/map-payloads';
import { tellOperations } from '../db/operations';
import { tellEndedLeases } from '../db/stock-leases';
import { activities } from './activities';
import { deliverOnce } from './deliver';
import { dispatchOnce } from './dispatcher';
import { fanOutOnce } from './fan-out';
import { createBell, listen, loop } from './loop';
import { keepUpToDate } from './review';
import { loadRuns } from './runs';
import { followTrends } from './trends';

/** Sends under way may finish before the process goes. */
const GRACE = '20s';

async function main(): Promise<void> {
	const settings = config();
	const log = pino({ name: 'worker', level: settings.LOG_LEVEL });
	const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
	const stop = new AbortController();
	// Our loops must stop with the worker, which handles the signals itself.
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
	Runtime.install({ shutdownSignals: ['SIGINT', 'SIGTERM'] });

	const bell = createBell();
	const connection = await connected(() => NativeConnection.connect(connectionOptions), log, stop.signal);
	const clientConnection = await connected(() => Connection.connect(connectionOptions), log, stop.signal);
	const worker = await Worker.create({
		connection,
		namespace,
		taskQueue: settings.TASK_QUEUE,
		...(await workflowCode()),
		activities: activities(db(), await loadRuns()),
		shutdownGraceTime: GRACE,
		// Sends are local activities and hold their workflow's task meanwhile: a provider that is slow must not use them up.
		maxConcurrentWorkflowTaskExecutions: 200,
		maxConcurrentLocalActivityExecutions: 100,
		maxConcurrentActivityTaskExecutions: 40,
	});
	const client = new Client({ connection: clientConnection, namespace });
	log.info({ taskQueue: settings.TASK_QUEUE, namespace }, 'ready');
	// For a launcher that waits for it.
	process.send?.('ready');
	try {
		await Promise.all([
			worker.run().finally(() => stop.abort()),
			listen(settings.DATABASE_URL, bell, log, stop.signal),
			loop('map', log, stop.signal, bell, () => mapOnce(db())),
			loop('dispatch', log, stop.signal, bell, () => dispatchOnce(db())),
			loop('review', log, stop.signal, bell, reviewing()),
			loop('trends', log, stop.signal, bell, () => followTrends(db())),
			loop('leases', log, stop.signal, bell, () => tellEndedLeases(db())),
			loop('calendar', log, stop.signal, bell, () => tellOperations(db())),
			loop('fan-out', log, stop.signal, bell, () => fanOutOnce(db())),
			loop('confirm', log, stop.signal, bell, () => sendConfirmations(db())),
			loop('deliver', log, stop.signal, bell, () => deliverOnce(db(), client, settings.TASK_QUEUE)),
		]);
	} finally {
		await clientConnection.close();
		await connection.close();
		await closeDb();
	}
}

/** What every installation begins with is there before anybody is looked at; the database may come up after us. */
function reviewing(): () => Promise<number> {
	let begun = false;
	return async () => {
		if (!begun) await ensureDefaultSegments(db());
		begun = true;
		return keepUpToDate(db());
	};
}

/** The bundle made by `npm run build` when there is one; developers get it bundled at start. */
async function workflowCode(): Promise<{ workflowBundle: WorkflowBundleOption } | { workflowsPath: string }> {
	const codePath = process.env.WORKFLOW_BUNDLE;
	if (codePath) {
		await readFile(codePath);
		return { workflowBundle: { codePath } };
	}
	return { workflowsPath: join(process.cwd(), 'workflows', 'index.ts') };
}

/** Temporal may come up after us: wait for it, and say so. */
async function connected<C>(connect: () => Promise<C>, log: pino.Logger, signal: AbortSignal): Promise<C> {
	for (;;) {
		try {
			return await connect();
		} catch (error) {
			if (signal.aborted) throw error;
			log.warn(
				{ error: error instanceof Error ? error.message : String(error) },
				'Temporal is not reachable; trying again',
			);
			await new Promise((resolve) => setTimeout(resolve, 1000));
		}
	}
}

await main();
