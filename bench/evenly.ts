import { setTimeout as sleep } from 'node:timers/promises';

const PER_SECOND = 50;
const SECONDS = 15;

/** How many requests `evenly` makes at its own rate, those that warm up included. */
export const EVENLY = PER_SECOND * (SECONDS + 1);

/**
 * Asks so many times a second, whatever the answers take. How long each took (ms), sorted; the first second's are
 * warming up.
 */
export async function evenly(
	ask: (n: number) => Promise<{ response: Response }>,
	perSecond = PER_SECOND,
): Promise<number[]> {
	const took: number[] = [];
	const since = performance.now();
	const under: Promise<void>[] = [];
	for (let n = 0; n < perSecond * (SECONDS + 1); n++) {
		await sleep(Math.max(0, since + (n * 1000) / perSecond - performance.now()));
		const began = performance.now();
		under.push(
			ask(n).then(({ response }) => {
				if (response.status !== 200) throw new Error(`answered ${response.status}`);
				if (n >= perSecond) took.push(performance.now() - began);
			}),
		);
	}
	await Promise.all(under);
	return took.sort((a, b) => a - b);
}
