import { sql } from 'drizzle-orm';
import { db } from '../../db/client';
import { dispatchOnce } from '../dispatcher';
import { fanOutOnce } from '../fan-out';

type Killing = {
	/** All is done. */
	over: () => Promise<boolean>;
	/** How often at the most, and how long between two tries. */
	kills: number;
	everyMs: number;
	/** After each try: what failed is due again, say. */
	between?: () => Promise<unknown>;
};

/**
 * Two workers that fan out and dispatch until all is done, though again and again a transaction of theirs is cut off, as
 * by SIGKILL: its connection is gone in the middle of it, nothing is cleaned up. Returns how many were.
 */
export async function workUntilDone({ over, kills, everyMs, between }: Killing): Promise<number> {
	// The killer may hit whoever asks.
	const done = () => over().catch(() => false);
	const worker = async () => {
		do {
			await fanOutOnce(db()).catch(() => 0);
			await dispatchOnce(db()).catch(() => 0);
		} while (!(await done()));
	};
	let killed = 0;
	const killer = async () => {
		while (killed < kills && !(await done())) {
			await new Promise((resolve) => setTimeout(resolve, everyMs));
			const cut = await db()
				.execute(sql`
					select pg_terminate_backend(pid) from pg_stat_activity
					where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
						and state = 'idle in transaction'`)
				.catch(() => null);
			killed += cut?.rowCount ?? 0;
			await between?.().catch(() => null);
		}
	};
	await Promise.all([worker(), worker(), killer()]);
	return killed;
}
