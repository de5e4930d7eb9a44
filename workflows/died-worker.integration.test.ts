import { beforeEach, expect, test, vi } from 'vitest';
import { byHand, hear, start } from './testing/by-hand';
import { deliverables } from './testing/channel';
import { fixtures } from './testing/fixtures';
import { edges, MAIL, node, pause, when } from './testing/graphs';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

const h = fixtures();
beforeEach(async () => {
	deliverables.length = 0;
	await h.configure({ timeZone: 'UTC' });
	await h.archiveAll();
});

/** She has ordered and waits at the pause. Of the two runs that carry her the second is still at the start, or parked for the order. */
async function diedAtThePause({ parked = false } = {}) {
	await h.publish({
		nodes: [
			when('Product Added'),
			node('w', 'wait-for-event', {
				events: [{ port: 'ordered', event: 'Order Completed' }],
				timeout: { kind: 'duration', duration: 'P1D' },
			}),
			pause('rest', 'PT1H'),
			node('m', 'send-email', MAIL),
			node('thanked', 'exit', { outcome: 'thanked' }),
		],
		edges: edges('t>w', 'w.ordered>rest', 'rest.done>m', 'm.sent>thanked'),
	});
	const zoe = await h.customer();
	const died = await start(h, zoe, 'Product Added');
	const replayed = await byHand((await died.row()).id);
	await died.go();
	if (parked) await replayed.go();
	await hear(h, zoe, 'Order Completed');
	await died.wake();
	expect(await died.row()).toMatchObject({ nodeId: 'rest', waitSeq: 2 });
	return { zoe, died, replayed };
}

test('a run whose worker died before Temporal knew how far it was goes on from there, not by a timeout', async () => {
	const { died, replayed } = await diedAtThePause();
	expect(await replayed.go()).toBe('waits');
	expect(await died.row()).toMatchObject({ status: 'waiting', nodeId: 'rest', waitSeq: 2 });
	expect(await replayed.timeOut()).toBe('over');
	expect(await died.row()).toMatchObject({ outcome: 'thanked' });
	expect(deliverables).toHaveLength(1);
});

test('it goes on from there also when the pause was over before the worker died', async () => {
	const { zoe, died, replayed } = await diedAtThePause();
	expect(await died.timeOut()).toBe('over');
	await replayed.go();
	expect(await h.enrollmentsOf(zoe)).toMatchObject([{ outcome: 'thanked' }]);
	expect(deliverables).toHaveLength(1);
});

test('a timer that fires for a wait that was over when the worker died ends no other wait', async () => {
	const { died, replayed } = await diedAtThePause({ parked: true });
	expect(await replayed.timeOut()).toBe('waits');
	expect(await died.row()).toMatchObject({ status: 'waiting', nodeId: 'rest', waitSeq: 2 });
	expect(await h.pathOf((await died.row()).id)).toEqual(['w:ordered', 'rest:null']);
});
