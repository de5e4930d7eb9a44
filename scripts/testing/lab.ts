import { setTimeout as sleep } from 'node:timers/promises';
import type { SendState } from '@/db/schema';
import type { JourneyFile } from '@/lib/graph';
import { sendBatch } from '../import/send';
import { StackError } from '../stack/errors';
import type { Env } from '../stack/process';
import type { Progress } from '../stack/progress';
import { startScratchStack } from '../stack/scratch';
import type { Message } from './receivers';

type LabOptions = {
	purpose: string;
	progress: Progress;
	/** False with receivers of messages that are not ours. */
	outbox?: boolean;
	env?: Env;
	supervise?: boolean;
	durable?: boolean;
	signal?: AbortSignal;
};

export type Lab = Awaited<ReturnType<typeof openLab>>;

/** A whole Parcours of its own to prove or measure things on: one store, no quiet hours, no caps, no demo. */
export async function openLab({ purpose, outbox = true, ...choice }: LabOptions) {
	let keys = { writeKey: '', secretKey: '' };
	const stack = await startScratchStack(purpose, {
		...choice,
		run: { outbox, worker: true, web: 'built' },
		afterMigrate: async (env) => {
			// A variable of this process cannot be undefined: it would become that word.
			for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
			keys = await furnish();
		},
	});
	const authorization = `Bearer ${keys.secretKey}`;
	return {
		...keys,
		stack,
		url: stack.url,
		/** Publishes a journey over the API, as `npm run journey -- push --publish` does. Returns its id. */
		async publish(journey: JourneyFile): Promise<string> {
			const response = await fetch(`${stack.url}/v1/journeys`, {
				method: 'POST',
				headers: { authorization, 'content-type': 'application/json' },
				body: JSON.stringify({ journey, publish: true }),
			});
			const { id, version, problems } = (await response.json()) as {
				id: string;
				version: number | null;
				problems: unknown;
			};
			if (version === null) throw new Error(`the journey cannot be published: ${JSON.stringify(problems)}`);
			return id;
		},
		/** A system of the retailer's that calls go to, and that can be asked what it applied. Answers its id. */
		async connect(name: string, url: string): Promise<string> {
			const { db } = await import('@/db/client');
			const { createDestination } = await import('@/db/destinations');
			return (await createDestination(db(), { name, url, whenCut: 'ask', askUrl: null }, 'system')).id;
		},
		/** Sends calls through the batch API, again and again while the web is away; all of them must be taken. */
		async send(calls: unknown[]): Promise<void> {
			for (let from = 0; from < calls.length; from += 500) {
				const refused = await sendBatch(
					{ url: stack.url, key: keys.writeKey, history: false },
					calls.slice(from, from + 500),
				);
				if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused.slice(0, 3))}`);
			}
		},
		/** Waits until nothing is queued and nobody is on the way. @throws StackError when nothing moves for `patienceMs` before. */
		async settled(patienceMs: number): Promise<void> {
			const { db } = await import('@/db/client');
			const { sql } = await import('drizzle-orm');
			let last = '';
			for (let since = Date.now(); Date.now() - since < patienceMs; await sleep(250)) {
				const { rows } = await db().execute<Record<string, string>>(sql`
					select (select count(*) from event_queue) as queued, (select count(*) from commands) as commands,
						(select count(*) from enrollments where ended_at is null) as open,
						(select count(*) from enrollments) as entered`);
				const now = JSON.stringify(rows[0]);
				if (rows[0]?.queued === '0' && rows[0].commands === '0' && rows[0].open === '0') return;
				if (now !== last) since = Date.now();
				last = now;
			}
			throw new StackError(`nothing moves any more, and it is not at its end: ${last}`);
		},
		/** Waits until every event is decided, whoever is still on the way. */
		async decided(): Promise<void> {
			const { db } = await import('@/db/client');
			const { sql } = await import('drizzle-orm');
			while ((await db().execute(sql`select 1 from event_queue limit 1`)).rows.length > 0) await sleep(10);
		},
		/** What our own receivers took, doubles included. */
		async outbox(): Promise<Message[]> {
			const { db } = await import('@/db/client');
			const { outbox: received } = await import('@/db/schema');
			const rows = await db().select().from(received);
			return rows.map(({ channel, recipient, source, receivedAt }) => ({
				channel,
				recipient,
				source,
				at: receivedAt.getTime(),
			}));
		},
		/** `channel recipient` of every send in a state, as the ledger says. */
		async sendsIn(state: SendState): Promise<string[]> {
			const { db } = await import('@/db/client');
			const rows = await db().query.sends.findMany({ where: (send, { eq }) => eq(send.state, state) });
			return rows.map(({ channel, recipient }) => `${channel} ${recipient}`);
		},
		/** How many enrollments ended with each outcome. */
		async outcomes(): Promise<Record<string, number>> {
			const { db } = await import('@/db/client');
			const { sql } = await import('drizzle-orm');
			const { rows } = await db().execute<{ outcome: string | null; n: number }>(
				sql`select outcome, count(*)::int as n from enrollments group by 1`,
			);
			return Object.fromEntries(rows.map(({ outcome, n }) => [outcome ?? 'open', n]));
		},
		async close(): Promise<void> {
			const { closeDb } = await import('@/db/client');
			await closeDb();
			await stack.stop();
		},
	};
}

// The database's module reads the environment, which is known only now.
async function furnish(): Promise<{ writeKey: string; secretKey: string }> {
	const { db } = await import('@/db/client');
	const { createKey } = await import('@/db/api-keys');
	const { stores, workspace } = await import('@/db/schema');
	const { STORES } = await import('@/demo/retailer');
	const { workspaceSettings } = await import('@/lib/settings');
	const settings = workspaceSettings.parse({
		quietHours: { email: null, sms: null },
		frequencyCaps: { email: null, sms: null },
	});
	await db().insert(workspace).values({ id: 1, settings });
	await db()
		.insert(stores)
		.values([...STORES]);
	return {
		writeKey: await createKey(db(), { kind: 'write', name: 'Site' }),
		secretKey: await createKey(db(), { kind: 'secret', name: 'Server' }),
	};
}
