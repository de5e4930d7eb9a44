/** One figure, beside its baseline in the same run: a JSON line on the standard output. */
export type Figure = {
	name: string;
	value: number;
	unit: string;
	baseline: number;
	/** value / baseline. */
	ratio: number;
};

export function print(name: string, unit: string, value: number, baseline: number): void {
	const figure: Figure = {
		name,
		value: rounded(value),
		unit,
		baseline: rounded(baseline),
		ratio: rounded(value / baseline),
	};
	console.log(JSON.stringify(figure));
}

function rounded(n: number): number {
	return Number(n.toPrecision(4));
}

export function percentile(sorted: readonly number[], p: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}

/** Runs `work` over all items, `width` at a time, in their order. */
export async function abreast<T>(
	items: readonly T[],
	width: number,
	work: (item: T) => Promise<unknown>,
): Promise<void> {
	const queue = items.values();
	await Promise.all(
		Array.from({ length: width }, async () => {
			for (const item of queue) await work(item);
		}),
	);
}

export function batches<T>(all: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

/** In seconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
	const since = performance.now();
	await work();
	return (performance.now() - since) / 1000;
}
