import { bucketAt, type Grid, gridOf, type Threshold, type TrendDefinition, usualBuckets } from './trend';

/**
 * A trend is kept as the changes of its rolling value: what happens in a bucket adds to the windows that end with that
 * bucket and the ones after it, a window long. So a value is a sum of changes, whatever is measured.
 */
export type Change = { bucket: number; change: number };

/** The windows that something counts in, by their last bucket: from `from` on, no longer from `to` on. */
export type Span = { from: number; to: number };

export const spanOf = (bucket: number, { buckets }: Pick<Grid, 'buckets'>): Span => ({
	from: bucket,
	to: bucket + buckets,
});

/**
 * The windows that a customer is new in because of what she did in `bucket`: she was there in `before`, the last bucket
 * until then, and will be in `after`, the next one (events come late). Null when she is counted in all of them already.
 */
export function newIn(
	bucket: number,
	{ before, after }: { before: number | null; after: number | null },
	{ buckets }: Pick<Grid, 'buckets'>,
): Span | null {
	const from = before === null ? bucket : Math.max(bucket, before + buckets);
	const to = after === null ? bucket + buckets : Math.min(bucket + buckets, after);
	return from < to ? { from, to } : null;
}

/** Amounts are kept to four decimals, and summed as whole numbers: binary fractions would drift. */
const UNITS = 10_000;
export const rounded = (amount: number): number => Math.round(amount * UNITS) / UNITS;

/** The rolling value by the last bucket of its window. @param changes in the order of their buckets */
export function valuesFrom(changes: readonly Change[]): (bucket: number) => number {
	let sum = 0;
	const sums = changes.map(({ bucket, change }) => {
		sum += Math.round(change * UNITS);
		return { bucket, value: sum / UNITS };
	});
	return (bucket) => {
		let [low, high] = [0, sums.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((sums[middle]?.bucket ?? 0) <= bucket) low = middle + 1;
			else high = middle;
		}
		return sums[low - 1]?.value ?? 0;
	};
}

/** What a trend of one group is about, besides its figures. */
export type Surroundings = {
	/** UTC epoch ms. */
	now: number;
	/** The first instant that anything is known of; null: nothing yet. */
	since: number | null;
	/** IANA. */
	zone: string;
};

/** `threshold`: what the value is held against; null when it is not known, as the usual is with too little history. */
export type Reading = { bucket: number; value: number; usual: number | null; threshold: number | null };

/** What is sent takes a moment to come in: a bucket counts as complete so long after its end. */
export const SETTLE_MS = 30_000;

/**
 * The bucket that the window judged now ends with. A rise is told as it happens: what has come in of the last bucket is
 * enough, or is not enough yet. A fall is told by complete buckets: a bucket that has just begun is always low.
 */
export function judgedBucket({ threshold }: Pick<TrendDefinition, 'threshold'>, now: number, grid: Grid): number {
	return threshold.op === 'at-least' ? bucketAt(now, grid) : bucketAt(now - SETTLE_MS, grid) - 1;
}

/** When time alone may change what is judged (UTC epoch ms). */
export function nextJudged(now: number, grid: Grid): number {
	return (bucketAt(now - SETTLE_MS, grid) + 1) * grid.bucketMs + SETTLE_MS;
}

/** The last buckets of the windows whose average is the usual; none where it is not asked for. */
export function comparedWith(definition: TrendDefinition, bucket: number, zone: string): number[] {
	const { threshold } = definition;
	return threshold.than === 'usual' ? usualBuckets(bucket, threshold.of, gridOf(definition), zone) : [];
}

/** From when on the usual is known (UTC epoch ms) of what is known since an instant. */
export function usualKnownFrom(definition: TrendDefinition, since: number, zone: string): number {
	const grid = gridOf(definition);
	const span = comparedWith(definition, bucketAt(since, grid), zone).map((last) => bucketAt(since, grid) - last);
	return since + (Math.max(0, ...span) + grid.buckets) * grid.bucketMs;
}

/** The value of the window that ends with `bucket`, and what it is held against. */
export function readingAt(
	definition: TrendDefinition,
	valueAt: (bucket: number) => number,
	bucket: number,
	{ since, zone }: Omit<Surroundings, 'now'>,
): Reading {
	const { threshold } = definition;
	const value = valueAt(bucket);
	if (threshold.than === 'number') return { bucket, value, usual: null, threshold: threshold.n };
	const grid = gridOf(definition);
	const past = comparedWith(definition, bucket, zone);
	const known = since !== null && past.every((last) => (last - grid.buckets + 1) * grid.bucketMs >= since);
	if (!known) return { bucket, value, usual: null, threshold: null };
	const usual = rounded(past.reduce((sum, last) => sum + valueAt(last), 0) / past.length);
	return { bucket, value, usual, threshold: heldAgainst(threshold, usual) };
}

function heldAgainst(threshold: Extract<Threshold, { than: 'usual' }>, usual: number): number | null {
	const wanted = rounded(threshold.times * usual);
	if (threshold.op === 'at-least') return Math.max(wanted, threshold.least);
	return usual >= threshold.least ? wanted : null;
}

/** A value that only just comes back would cross again at once: it is back when it is a tenth on the other side. */
const BAND = 0.1;

function stands(op: Threshold['op'], { value, threshold }: Reading): 'crossed' | 'back' | 'between' {
	if (threshold === null) return 'between';
	if (op === 'at-least') return value >= threshold ? 'crossed' : value < threshold * (1 - BAND) ? 'back' : 'between';
	return value <= threshold ? 'crossed' : value > threshold * (1 + BAND) ? 'back' : 'between';
}

/** How a group stands. `told`: its crossing was an event, so its coming back is one. Instants are UTC epoch ms. */
export type Standing = { crossed: boolean; told: boolean; crossedAt: number | null };

/** How a group stands of which nothing is known: as if nothing had ever happened. */
export function atFirst({ threshold }: Pick<TrendDefinition, 'threshold'>): Standing {
	const crossed = threshold.than === 'number' && stands(threshold.op, EMPTY(threshold.n)) === 'crossed';
	return { crossed, told: false, crossedAt: null };
}
const EMPTY = (threshold: number): Reading => ({ bucket: 0, value: 0, usual: null, threshold });

/**
 * How a group stands after a reading, and what is told of it. Once crossed it does not cross again before it came back,
 * nor within the pause. `quietly`: what is seen comes from an edit or from imported history, which are no news.
 */
export function judge(
	{ threshold }: Pick<TrendDefinition, 'threshold'>,
	standing: Standing,
	reading: Reading,
	{ now, pauseMs, quietly }: { now: number; pauseMs: number; quietly: boolean },
): { standing: Standing; tell: 'crossed' | 'recovered' | null } {
	const found = stands(threshold.op, reading);
	if (found === 'crossed' && !standing.crossed) {
		if (quietly) return { standing: { ...standing, crossed: true, told: false }, tell: null };
		if (standing.crossedAt !== null && now < standing.crossedAt + pauseMs) return { standing, tell: null };
		return { standing: { crossed: true, told: true, crossedAt: now }, tell: 'crossed' };
	}
	if (found === 'back' && standing.crossed)
		return {
			standing: { ...standing, crossed: false, told: false },
			tell: standing.told && !quietly ? 'recovered' : null,
		};
	return { standing, tell: null };
}
