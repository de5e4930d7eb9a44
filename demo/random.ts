/** Draws that come out the same for the same seed: the demo world must look alike on every machine. */
export type Random = {
	/** In [0, 1). */
	next: () => number;
	/** A whole number from `min` to `max`, both included. */
	whole: (min: number, max: number) => number;
	chance: (probability: number) => boolean;
	pick: <T>(from: readonly T[]) => T;
	/** Different ones, as many as asked for or as there are. */
	some: <T>(from: readonly T[], count: number) => T[];
	/** Each as often as its weight says. */
	weighted: <T>(from: readonly (readonly [T, number])[]) => T;
};

/** Mulberry32: 32 bits of state are plenty for a demo. */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
	};
	const whole = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
	const pick = <T>(from: readonly T[]): T => {
		const chosen = from[whole(0, from.length - 1)];
		if (chosen === undefined) throw new Error('nothing to pick from');
		return chosen;
	};
	return {
		next,
		whole,
		pick,
		chance: (probability) => next() < probability,
		some: (from, count) => {
			const left = [...from];
			return Array.from({ length: Math.min(count, left.length) }, () =>
				left.splice(whole(0, left.length - 1), 1),
			).flat();
		},
		weighted: (from) => {
			let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0);
			for (const [value, weight] of from) {
				left -= weight;
				if (left < 0) return value;
			}
			return pick(from)[0];
		},
	};
}
