import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Receiver, startReceiver } from '@/channels/testing/receiver';
import { createRandom, type Random } from '@/demo/random';
import { runCommand } from './stack/command';
import { StackError } from './stack/errors';
import { terminalProgress } from './stack/progress';
import { brokenPromise } from './testing/broken-promise';
import { differencesOf, openTally } from './testing/compare';
import { type Lab, openLab } from './testing/lab';
import { openReceivers } from './testing/receivers';
import { referenceCustomer, referenceJourney } from './testing/reference-journey';

const HELP = `npm run chaos [-- options]

Kills worker, web and Temporal (kill -9) at random while customers pass through the reference journey, and while each
of their orders comes later than promised, and counts what the receivers of email and SMS and the billing system got:
nothing twice, nothing lost.

  --customers N   how many pass (500)
  --kills N       how often something is killed (12)
  --foreign       with receivers that cannot be asked what they took: what is missing must be shown as unknown
  --seed N        of the randomness, to repeat a run`;

const VICTIMS = ['worker', 'worker', 'web', 'temporal'] as const;
/** Customers come at this distance on average, and order within this time; a third at once, before anybody waits for it. */
const APART_MS = 100;
const ORDER_WITHIN_MS = 8000;
/** Each order is promised for at most so long after it was made, and never delivered. */
const PROMISED_WITHIN_MS = 6000;
/** Long enough for a call that was cut off to be given up, asked about and repeated. */
const PATIENCE_MS = 180_000;
/** How long a receiver that is not ours and the billing system think, so that a kill finds calls under way. */
const THINK_MS = 60;

/** What the billing system is asked for. */
const adjustment = z.object({ data: z.object({ order_id: z.string(), amount_minor: z.number() }) });

await runCommand(async () => {
	const flags = read();
	console.log(`  ${flags.customers} customers, ${flags.kills} kills, seed ${flags.seed}`);
	const random = createRandom(flags.seed);
	const receivers = flags.foreign ? await openReceivers({ thinkMs: THINK_MS }) : null;
	const billing = await startReceiver({ thinkMs: THINK_MS });
	const lab = await openLab({
		purpose: 'chaos',
		progress: terminalProgress(),
		outbox: receivers === null,
		supervise: true,
		durable: true,
		env: { ...receivers?.env, HTTP_ALLOW_NETWORKS: '127.0.0.1/32' },
	});
	const tally = openTally();
	try {
		await lab.publish(referenceJourney({ pause: 'PT2S' }));
		await lab.publish(brokenPromise(await lab.connect('Billing', billing.url)));
		const people = Array.from({ length: flags.customers }, (_, index) => referenceCustomer(index));
		await lab.send(people.map(({ identify }) => identify));
		const [cutOff] = await Promise.all([killAtRandom(lab, flags.kills, random), pass(lab, people, random)]);
		await lab.settled(PATIENCE_MS);

		// About the basket, and about the order that is late.
		const expected = people.flatMap(({ email, phone }) => [`email ${email}`, `email ${email}`, `sms ${phone}`]);
		const received = (receivers?.received ?? (await lab.outbox())).map((m) => `${m.channel} ${m.recipient}`);
		const differences = differencesOf(expected, received);
		const doubled = differences.filter(({ n }) => n < 0).map(({ entry }) => entry);
		const missing = differences.filter(({ n }) => n > 0).map(({ entry }) => entry);
		tally.say(doubled.length === 0, `${received.length} messages received, ${doubled.length} doubled`, doubled);
		const unknown = await lab.sendsIn('unknown');
		if (flags.foreign) {
			const silent = missing.filter((entry) => !unknown.includes(entry));
			tally.say(silent.length === 0, `${missing.length} missing, ${silent.length} of them without a word`, silent);
			tally.say(
				unknown.length <= cutOff,
				`${unknown.length} shown as unknown; ${cutOff} calls were under way at the kills`,
			);
		} else {
			tally.say(missing.length === 0, `${missing.length} lost of ${expected.length}`, missing);
			tally.say(unknown.length === 0, `${unknown.length} unknown: our own receivers can be asked`, unknown);
		}
		const { applied, wrong } = givenBack(billing);
		tally.say(wrong.length === 0, `${applied} bills adjusted by 8 €, ${wrong.length} twice or by another sum`, wrong);
		tally.say(applied === flags.customers, `${flags.customers - applied} late orders not made good`);
		const outcomes = await lab.outcomes();
		const through = outcomes.done === flags.customers && outcomes['made good'] === flags.customers;
		tally.say(through, `journeys ended as ${JSON.stringify(outcomes)}`);
	} finally {
		await lab.close();
		await receivers?.close();
		billing.close();
	}
	tally.close();
});

function read() {
	const { values } = parseArgs({
		options: {
			customers: { type: 'string', default: '500' },
			kills: { type: 'string', default: '12' },
			seed: { type: 'string', default: String(Date.now() % 1_000_000) },
			foreign: { type: 'boolean', default: false },
		},
	});
	const whole = (text: string) => {
		const n = Number(text);
		if (!Number.isInteger(n) || n < 0) throw new StackError(HELP);
		return n;
	};
	return {
		customers: whole(values.customers),
		kills: whole(values.kills),
		seed: whole(values.seed),
		foreign: values.foreign,
	};
}

/** Sends what everybody does, when they do it. */
async function pass(lab: Lab, people: ReturnType<typeof referenceCustomer>[], random: Random): Promise<void> {
	const plan = people
		.flatMap(({ basket, order }, index) => {
			const at = index * APART_MS + random.whole(0, APART_MS);
			return [
				{ at, call: basket },
				{
					at: at + (random.chance(0.33) ? 1 : random.whole(1, ORDER_WITHIN_MS)),
					call: order,
					promisedIn: random.whole(1, PROMISED_WITHIN_MS),
				},
			];
		})
		.sort((a, b) => a.at - b.at);
	const since = Date.now();
	while (plan.length > 0) {
		const due = plan.findIndex(({ at }) => at > Date.now() - since);
		await lab.send(plan.splice(0, due === -1 ? plan.length : due).map(promised));
		await sleep(20);
	}
}

type Act = { call: { properties: object }; promisedIn?: number };

function promised({ call, promisedIn }: Act): object {
	if (promisedIn === undefined) return call;
	const promised_at = new Date(Date.now() + promisedIn).toISOString();
	return { ...call, properties: { ...call.properties, promised_at } };
}

/** How many adjustments the billing system applied, and those of an order that had one already or of a wrong sum. */
function givenBack({ posted, applied }: Receiver): { applied: number; wrong: string[] } {
	const byKey = new Map(
		posted.map(({ headers, body }) => [String(headers['idempotency-key']), adjustment.parse(JSON.parse(body)).data]),
	);
	const orders = new Set<string>();
	const wrong: string[] = [];
	for (const key of applied) {
		const { order_id, amount_minor } = byKey.get(key) ?? { order_id: 'of nobody', amount_minor: 0 };
		if (orders.has(order_id) || amount_minor !== 800) wrong.push(`${order_id}: ${amount_minor}`);
		orders.add(order_id);
	}
	return { applied: applied.size, wrong };
}

/** Answers how many calls to receivers were cut off, over all kills. */
async function killAtRandom(lab: Lab, kills: number, random: Random): Promise<number> {
	const killed: Record<string, number> = {};
	let cutOff = 0;
	for (let n = 0; n < kills; ) {
		await sleep(random.whole(1000, 5000));
		const victim = random.pick(VICTIMS);
		const part = lab.stack.part(victim);
		if (!part.pid()) continue;
		await part.kill('SIGKILL');
		if (victim === 'worker') cutOff += (await lab.sendsIn('calling')).length;
		killed[victim] = (killed[victim] ?? 0) + 1;
		n++;
	}
	console.log(`  killed ${JSON.stringify(killed)}`);
	return cutOff;
}
