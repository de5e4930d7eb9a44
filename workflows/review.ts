import { sql } from 'drizzle-orm';
import type { Db } from '../db/client';
import { reviewOnce, reviewsDue } from '../db/reviews';
import { rescoreOnce, scoresDue } from '../db/scores';
import { fillsOpen, finishFills, recordSizes, sizesDue } from '../db/segments';

/** What there is to do: one question, which is all that is asked every second while nothing happens. */
async function whatIsDue(db: Db, now: number) {
	const { rows } = await db.execute<{ reviews: boolean; fills: boolean; sizes: boolean; scores: boolean }>(sql`
		select ${reviewsDue(now)} as reviews, ${fillsOpen} as fills, ${sizesDue} as sizes, ${scoresDue(now)} as scores`);
	const [due] = rows;
	if (!due) throw new Error('a question without from has one answer');
	return due;
}

/** Keeps segments, stages and scores up to date: who is due first, then what is done once everybody was. */
export async function keepUpToDate(db: Db, now = Date.now()): Promise<number> {
	const due = await whatIsDue(db, now);
	const reviewed = due.reviews ? await reviewOnce(db, now) : 0;
	if (reviewed > 0) return reviewed;
	if (due.fills) await finishFills(db);
	if (due.sizes) await recordSizes(db);
	return due.scores ? rescoreOnce(db, now) : 0;
}
