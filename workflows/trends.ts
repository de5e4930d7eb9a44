import type { Db, Tx } from '../db/client';
import { BATCH, countArrivals, fillTrend } from '../db/trend-counting';
import { foldOld } from '../db/trend-figures';
import { judgeGroups } from '../db/trend-judging';
import { claimTrend, definitionOf, trendsAtWork } from '../db/trends';
import { gridOf } from '../lib/trend';

/**
 * Takes every trend that has something to do a portion further: fills it, counts what came in, then looks at what that
 * and time have changed. Each is one transaction, on which no other worker is at. One that fails does not hold up the
 * others. Returns how much was done.
 */
export async function followTrends(db: Db, now = Date.now()): Promise<number> {
	let done = 0;
	const errors: unknown[] = [];
	for (const id of await trendsAtWork(db, now))
		try {
			done += await db.transaction((tx) => advance(tx, id, now));
		} catch (error) {
			errors.push(error);
		}
	if (errors.length > 0) throw errors[0];
	return done;
}

async function advance(tx: Tx, id: string, now: number): Promise<number> {
	const trend = await claimTrend(tx, id);
	if (!trend) return 0;
	if (!trend.filledAt) return fillTrend(tx, trend, now);
	const { taken, since } = await countArrivals(tx, trend, now);
	// A value is told once all that came in is in it.
	if (taken === BATCH) return taken;
	await foldOld(tx, trend, gridOf(definitionOf(trend)), now);
	return taken + (await judgeGroups(tx, { ...trend, since }, now));
}
