import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';

const told = z.object({ activity: z.enum(['first', 'second']), id: z.string(), at: z.number() });

export type Baseline = Awaited<ReturnType<typeof openBaseline>>;

/** The hand-written workflow on the same Temporal server: start it, signal it, hear when its activities run. */
export async function openBaseline(address: string) {
	const connection = await Connection.connect({ address });
	const client = new Client({ connection });
	const ran = { first: new Map<string, number>(), second: new Map<string, number>() };
	const worker = fork(new URL('./worker.ts', import.meta.url), {
		execArgv: ['--import', 'tsx'],
		env: { ...process.env, TEMPORAL_ADDRESS: address },
	});
	await new Promise<void>((resolve) => {
		worker.on('message', (message) => {
			if (message === 'ready') return resolve();
			const { activity, id, at } = told.parse(message);
			ran[activity].set(id, at);
		});
	});
	return {
		client,
		pid: worker.pid,
		/** When each activity ran, UTC epoch ms, by workflow id. */
		ran,
		start: (id: string) => client.workflow.start('handWritten', { workflowId: id, taskQueue: 'baseline', args: [id] }),
		signal: (id: string) => client.workflow.getHandle(id).signal('ordered'),
		reset() {
			ran.first.clear();
			ran.second.clear();
		},
		async untilRan(activity: 'first' | 'second', count: number) {
			while (ran[activity].size < count) await sleep(20);
		},
		async untilClosed() {
			const query = 'WorkflowType = "handWritten" AND ExecutionStatus = "Running"';
			while ((await client.workflow.count(query)).count > 0) await sleep(50);
		},
		async close() {
			// Nothing of its is to be kept, and a shutdown in good order has been seen to wait for ever.
			worker.kill('SIGKILL');
			await new Promise((resolve) => worker.once('exit', resolve));
			await connection.close();
		},
	};
}
