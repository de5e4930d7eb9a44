import { setTimeout as delay } from 'node:timers/promises';
import { Client as PgClient } from 'pg';
import type { Logger } from 'pino';
import { QUEUE_CHANNEL } from '../db/queue';

/** A missed notification costs at most this. */
const POLL_MS = 1000;
const RECONNECT_MS = 1000;

/**
 * Runs `work` until `signal` aborts: again at once while it finds something, otherwise at the bell or a poll later. An
 * error is logged and tried again: Postgres or Temporal may be away for a while.
 */
export async function loop(
	name: string,
	log: Logger,
	signal: AbortSignal,
	bell: Bell,
	work: () => Promise<number>,
): Promise<void> {
	while (!signal.aborted) {
		const rung = bell.next();
		try {
			if ((await work()) > 0) {
				bell.ring();
				continue;
			}
		} catch (error) {
			log.warn({ loop: name, error: error instanceof Error ? error.message : String(error) }, 'will try again');
			await delay(RECONNECT_MS);
			continue;
		}
		await Promise.race([rung, delay(POLL_MS)]);
	}
}

/** Wakes everybody who waits for its next ring. Ask for `next` before looking for work, and no ring is lost. */
export type Bell = { ring: () => void; next: () => Promise<void> };

export function createBell(): Bell {
	let wake = () => {};
	let rung = Promise.resolve();
	const arm = () => {
		rung = new Promise((resolve) => {
			wake = resolve;
		});
	};
	arm();
	return {
		ring: () => {
			wake();
			arm();
		},
		next: () => rung,
	};
}

/** Rings the bell on every NOTIFY, over its own direct connection, reconnecting for ever; polling covers the gaps. */
export async function listen(databaseUrl: string, bell: Bell, log: Logger, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		const client = new PgClient({
			connectionString: databaseUrl,
			application_name: 'parcours-listen',
			keepAlive: true,
		});
		try {
			const closed = new Promise<void>((resolve) => {
				client.on('end', resolve);
				client.on('error', () => resolve());
				signal.addEventListener('abort', () => resolve(), { once: true });
			});
			client.on('notification', bell.ring);
			await client.connect();
			await client.query(`listen ${QUEUE_CHANNEL}`);
			bell.ring();
			await closed;
		} catch (error) {
			log.warn({ error: error instanceof Error ? error.message : String(error) }, 'not listening; polling meanwhile');
		} finally {
			await client.end().catch(() => {});
		}
		if (!signal.aborted) await delay(RECONNECT_MS, undefined, { signal }).catch(() => {});
	}
}
