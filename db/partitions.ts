import { sql } from 'drizzle-orm';
import { db } from './client';

const known = new Set<string>();

/**
 * Makes the monthly partitions of `events` that these instants fall into (UTC). On a connection of its own: a
 * partition stays even if what needed it is rolled back. Safe to call from anywhere, at the same time.
 */
export async function ensurePartitions(instants: readonly Date[]): Promise<void> {
	const months = new Set(instants.map((at) => at.toISOString().slice(0, 7)));
	for (const month of months) {
		if (known.has(month)) continue;
		await makePartition(month);
		known.add(month);
	}
}

async function makePartition(month: string): Promise<void> {
	const from = new Date(`${month}-01T00:00:00Z`);
	const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
	const name = `events_${month.replace('-', '_')}`;
	await db().transaction(async (tx) => {
		// Two processes that need the same month: the second one finds it made.
		await tx.execute(sql`select pg_advisory_xact_lock(hashtext('parcours partitions'))`);
		const made = await tx.execute(sql`select to_regclass(${name}) as name`);
		if (made.rows[0]?.name) return;
		// Made apart and attached: `create … partition of` would wait for, and hold up, everybody who writes events.
		const bounds = `from ('${from.toISOString()}') to ('${to.toISOString()}')`;
		await tx.execute(sql.raw(`create table ${name} (like events including all)`));
		await tx.execute(sql.raw(`alter table events attach partition ${name} for values ${bounds}`));
	});
}
