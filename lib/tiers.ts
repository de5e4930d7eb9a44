import { z } from 'zod';

/** What regular customers are called, and the points from which on: earned ever, so that spending some takes no tier away. */
export const tiers = z
	.array(z.object({ name: z.string().trim().min(1).max(40), from: z.number().int().min(0).max(100_000_000) }))
	.max(10)
	.refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two tiers have one name')
	.refine((all) => new Set(all.map(({ from }) => from)).size === all.length, 'two tiers begin at the same points');
export type Tiers = z.infer<typeof tiers>;

/** The highest tier that so many points reach; null below all of them. */
export function tierOf(all: Tiers, earned: number): string | null {
	const reached = all.filter(({ from }) => from <= earned).sort((a, b) => b.from - a.from);
	return reached[0]?.name ?? null;
}

/** Whole points for an amount in the currency's major unit (39.9): `perUnit` for each, what is over is dropped. */
export function pointsFor(amount: number, perUnit: number): number {
	// 0.29 * 100 is 28.999999999999996.
	return Math.floor(Number((amount * perUnit).toFixed(6)));
}
