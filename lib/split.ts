import type { Port } from './program';

/** FNV-1a with a final avalanche: stable across machines and releases, so a replay or another visit chooses the same. Returns [0, 1). */
export function stableFraction(subject: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < subject.length; i++) {
		hash ^= subject.charCodeAt(i);
		hash = Math.imul(hash, 0x01000193);
	}
	hash ^= hash >>> 16;
	hash = Math.imul(hash, 0x85ebca6b);
	hash ^= hash >>> 13;
	hash = Math.imul(hash, 0xc2b2ae35);
	hash ^= hash >>> 16;
	return (hash >>> 0) / 0x1_0000_0000;
}

/** The port that `subject` falls into, each as often as its weight says. Weights need not add up to 100. */
export function pickPort(weights: readonly (readonly [Port, number])[], subject: string): Port {
	const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
	let left = stableFraction(subject) * total;
	for (const [port, weight] of weights) {
		left -= weight;
		if (left < 0) return port;
	}
	const last = weights.at(-1);
	if (!last) throw new Error('a split needs at least one port');
	return last[0];
}
