import type { Db } from '../db/client';
import { reviewOnce } from '../db/reviews';
import { rescoreOnce } from '../db/scores';
import { finishFills, recordSizes } from '../db/segments';

/** Keeps segments, stages and scores up to date: who is due first, then what is done once everybody was. */
export async function keepUpToDate(db: Db): Promise<number> {
	const reviewed = await reviewOnce(db);
	if (reviewed > 0) return reviewed;
	await finishFills(db);
	await recordSizes(db);
	return rescoreOnce(db);
}
