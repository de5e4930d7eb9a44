import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { JsonObject } from '@/lib/event';
import { writeHistory } from '@/workflows/testing/history-file';
import { runCommand } from './stack/command';
import { ROOT } from './stack/paths';
import { terminalProgress } from './stack/progress';
import { startScratchStack } from './stack/scratch';

const HELP = `npm run histories    save the history of one enrollment for every opcode, for the replay test; slow`;

/**
 * Saves the history of one enrollment for every opcode and every way a wait can end. The replay test holds later code to
 * them: an enrollment that is under way must go on. Run it when an opcode is added: those that are there stay as they are.
 */
await runCommand(async () => {
	if (parseArgs({ options: { help: { type: 'boolean' } } }).values.help) return console.log(HELP);
	const stack = await startScratchStack('histories', {
		run: { outbox: true, worker: false, web: 'none' },
		progress: terminalProgress(),
	});
	try {
		Object.assign(process.env, stack.env, { LOG_LEVEL: 'silent' });
		await record();
	} finally {
		await stack.stop();
	}
}, HELP);
// The worker of a run that failed would go on polling.
process.exit();

async function record(): Promise<void> {
	const { startHarness } = await import('@/workflows/testing/harness');
	const { edges, node, when } = await import('@/workflows/testing/graphs');
	const { pauseJourney, resumeJourney, stopJourney } = await import('@/db/operate');
	const { db, closeDb } = await import('@/db/client');
	const { workflowId } = await import('@/workflows/contract');
	const h = await startHarness();
	const folder = path.join(ROOT, 'workflows/histories');
	mkdirSync(folder, { recursive: true });

	const MAIL = { subject: 'Hello', body: '<mjml><mj-body></mj-body></mjml>' };
	const mail = node('m', 'send-email', MAIL);
	const pause = (duration: string) => ({ until: { kind: 'duration', duration } });
	const same = { property: 'cart_id', equalsTrigger: 'cart_id' };
	const cart = (duration: string, extra: JsonObject = {}) =>
		node('w', 'wait-for-event', {
			events: [{ port: 'ordered', event: 'Order Completed', correlation: same }],
			timeout: { kind: 'duration', duration },
			...extra,
		});
	const leaves = { exits: [{ event: 'Order Completed', outcome: 'converted' }] };
	type Drawn = Parameters<typeof h.publish>[0];

	/** Publishes, lets a customer in, does what makes the history, waits for the end and saves it. */
	async function save(
		name: string,
		drawn: Drawn,
		act: (customerId: string, journeyId: string) => Promise<void>,
		reachable = true,
	) {
		const file = path.join(folder, `${name}.history.json`);
		// One that is there stands for enrollments that are under way: it is never made to fit.
		if (existsSync(file)) return;
		await h.archiveAll();
		const { journeyId } = await h.publish(drawn);
		const customerId = await h.customer(reachable ? {} : { email: 'not-an-address' });
		await h.event(customerId, 'Product Added', { cart_id: 'c' });
		await act(customerId, journeyId);
		const done = await h.until(
			async () => (await h.enrollmentsOf(customerId)).find((e) => e.endedAt),
			`${name} to end`,
			30_000,
		);
		await sleep(500);
		const history = await h.client.workflow.getHandle(workflowId(done.id, done.run)).fetchHistory();
		writeHistory(file, history);
		console.log(`  ${name.padEnd(22)} ${done.status} ${done.outcome}, ${history.events?.length} events`);
	}
	const waiting = (customerId: string, waitSeq = 1) =>
		h.until(
			async () => (await h.enrollmentsOf(customerId)).find((e) => e.status === 'waiting' && e.waitSeq >= waitSeq),
			'it to wait',
		);
	const nothing = async () => {};

	await save(
		'await-event',
		{ nodes: [when('Product Added'), cart('PT30S'), mail], edges: edges('t>w', 'w.ordered>m') },
		async (customerId) => {
			await waiting(customerId);
			await h.event(customerId, 'Order Completed', { cart_id: 'c' });
		},
	);
	const restart = { restartOn: [{ event: 'Product Removed', correlation: same }] };
	await save(
		'await-restart-timeout',
		{ nodes: [when('Product Added'), cart('PT2S', restart), mail], edges: edges('t>w', 'w.timeout>m') },
		async (customerId) => {
			await waiting(customerId);
			await h.event(customerId, 'Product Removed', { cart_id: 'c' });
		},
	);
	await save(
		'sleep',
		{ nodes: [when('Product Added'), node('s', 'wait', pause('PT1S')), mail], edges: edges('t>s', 's.done>m') },
		nothing,
	);
	const split = node('r', 'random-split', {
		branches: [
			{ port: 'a', weight: 50 },
			{ port: 'b', weight: 50 },
		],
	});
	await save(
		'split',
		{
			nodes: [when('Product Added'), split, node('s', 'wait', pause('PT1S')), node('x', 'exit', { outcome: 'done' })],
			edges: edges('t>r', 'r.a>s', 'r.b>s', 's.done>x'),
		},
		nothing,
	);
	await save(
		'exit',
		{
			nodes: [when('Product Added'), node('s', 'wait', pause('P30D')), mail],
			edges: edges('t>s', 's.done>m'),
			settings: leaves,
		},
		async (customerId) => {
			await waiting(customerId);
			await h.event(customerId, 'Order Completed');
		},
	);
	await save('failed', { nodes: [when('Product Added'), mail], edges: edges('t>m') }, nothing, false);
	await h.configure({
		quietHours: { email: { from: '00:00', to: '23:59', days: [1, 2, 3, 4, 5, 6], bankHolidays: null }, sms: null },
	});
	await save(
		'defer',
		{ nodes: [when('Product Added'), mail], edges: edges('t>m'), settings: leaves },
		async (customerId) => {
			await waiting(customerId);
			await h.event(customerId, 'Order Completed');
		},
	);
	await h.configure({});
	await save(
		'held',
		{ nodes: [when('Product Added'), node('s', 'wait', pause('PT2S')), mail], edges: edges('t>s', 's.done>m') },
		async (customerId, journeyId) => {
			await waiting(customerId);
			await pauseJourney(db(), journeyId, 'system');
			await waiting(customerId, 2);
			await resumeJourney(db(), journeyId, 'system');
			h.bell.ring();
		},
	);
	await save(
		'stop',
		{ nodes: [when('Product Added'), node('s', 'wait', pause('P30D')), mail], edges: edges('t>s', 's.done>m') },
		async (customerId, journeyId) => {
			await waiting(customerId);
			await stopJourney(db(), journeyId, 'system');
			h.bell.ring();
		},
	);
	const again = node('w', 'wait-for-event', {
		events: [{ port: 'again', event: 'Cart Viewed' }],
		timeout: { kind: 'duration', duration: 'PT2S' },
	});
	await save(
		'loop',
		{ nodes: [when('Product Added'), again, mail], edges: edges('t>w', 'w.again>m', 'm.sent>w') },
		async (customerId) => {
			for (const waitSeq of [1, 2]) {
				await waiting(customerId, waitSeq);
				await h.event(customerId, 'Cart Viewed');
			}
		},
	);
	await save(
		'local-sends',
		{
			nodes: [when('Product Added'), mail, cart('PT30S'), node('sms', 'send-sms', { body: 'Thank you' })],
			edges: edges('t>m', 'm.sent>w', 'w.ordered>sms'),
		},
		async (customerId) => {
			await waiting(customerId);
			await h.event(customerId, 'Order Completed', { cart_id: 'c' });
		},
	);
	await h.close();
	await closeDb();
}
