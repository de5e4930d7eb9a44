import { setTimeout as sleep } from 'node:timers/promises';
import { journeyFile } from '@/lib/graph';
import type { Lab } from '@/scripts/testing/lab';
import type { Receivers } from '@/scripts/testing/receivers';
import type { Baseline } from './baseline/open';
import { percentile, print } from './figure';

const PER_SECOND = 20;
const SECONDS = 15;
const WARM = 50;

/**
 * Milliseconds from an HTTP event to the provider's receipt of the message it fires, at 20 events a second. Beside it:
 * from a bare signal to the activity behind it, at the same rate.
 */
export async function latency(lab: Lab, receivers: Receivers, baseline: Baseline): Promise<void> {
	const count = PER_SECOND * SECONDS;
	const sent = new Map<string, number>();
	const evenly = async (work: (n: number) => Promise<unknown>) => {
		const since = performance.now();
		const under: Promise<unknown>[] = [];
		for (let n = 0; n < count; n++) {
			await sleep(Math.max(0, since + (n * 1000) / PER_SECOND - performance.now()));
			under.push(work(n));
		}
		await Promise.all(under);
	};

	baseline.reset();
	const ids = Array.from({ length: count }, (_, n) => `latency-${n}`);
	await Promise.all(ids.map(baseline.start));
	await baseline.untilRan('first', count);
	await evenly(async (n) => {
		const id = ids[n] ?? '';
		sent.set(id, Date.now());
		await baseline.signal(id);
	});
	await baseline.untilRan('second', count);
	const bare = ids.map((id) => (baseline.ran.second.get(id) ?? 0) - (sent.get(id) ?? 0)).sort((a, b) => a - b);

	await lab.publish(PING);
	const visitors = Array.from({ length: count }, (_, n) => ({
		type: 'identify',
		userId: `visitor-${n}`,
		traits: { phone: phoneOf(n), consents: { sms: true } },
	}));
	await lab.send(visitors);
	await lab.settled(60_000);
	// The other side has run once already, too.
	await lab.send(visitors.slice(0, WARM).map(({ userId }) => scan(userId)));
	await lab.settled(60_000);
	const before = receivers.received.length;
	await evenly(async (n) => {
		sent.set(phoneOf(n), Date.now());
		await lab.send([scan(`visitor-${n}`)]);
	});
	while (receivers.received.length < before + count) await sleep(20);
	const ours = receivers.received
		.slice(before)
		.map(({ recipient, at }) => at - (sent.get(recipient) ?? 0))
		.sort((a, b) => a - b);

	print('event to provider, p50', 'ms', percentile(ours, 0.5), percentile(bare, 0.5));
	print('event to provider, p99', 'ms', percentile(ours, 0.99), percentile(bare, 0.99));
}

const scan = (userId: string) => ({ type: 'track', userId, event: 'Product Scanned', properties: {} });

/** From the range kept for fiction in France, +33 6 39 98, on. */
function phoneOf(n: number): string {
	return `+336${39_900_000 + n}`;
}

const PING = journeyFile.parse({
	format: 'parcours/journey@1',
	name: 'Latency',
	nodes: [
		{ id: 'scan', type: 'event-trigger', config: { event: 'Product Scanned', reentry: { mode: 'always' } } },
		{ id: 'sms', type: 'send-sms', config: { body: 'Hello' } },
	],
	edges: [{ from: 'scan', port: 'started', to: 'sms' }],
});
