import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

/** The hand-written workflow's worker, a process of its own as ours is; says when an empty activity has run. */
const tell = (activity: 'first' | 'second') => async (id: string) => {
	process.send?.({ activity, id, at: Date.now() });
};

Runtime.install({ logger: new DefaultLogger('WARN') });
const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS ?? '' });
const worker = await Worker.create({
	connection,
	taskQueue: 'baseline',
	workflowsPath: new URL('./workflow.ts', import.meta.url).pathname,
	activities: { first: tell('first'), second: tell('second') },
	// As in workflows/worker.ts.
	maxConcurrentWorkflowTaskExecutions: 200,
	maxConcurrentActivityTaskExecutions: 40,
});
process.once('disconnect', () => worker.shutdown());
process.send?.('ready');
await worker.run();
await connection.close();
