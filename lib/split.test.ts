import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pickPort, stableFraction } from './split';

const CUSTOMERS = Array.from({ length: 10_000 }, (_, i) => `0193f0c4-7a1b-7000-8000-${String(i).padStart(12, '0')}`);
const shares = (weights: [string, number][], node = 'split') => {
	const counts = new Map<string, number>();
	for (const id of CUSTOMERS) {
		const port = pickPort(weights, `${id}:${node}`);
		counts.set(port, (counts.get(port) ?? 0) + 1);
	}
	return Object.fromEntries([...counts].map(([port, n]) => [port, n / CUSTOMERS.length]));
};

describe('of 10,000 customers', () => {
	test.each([
		[{ a: 50, b: 50 }],
		[{ a: 90, b: 10 }],
		[{ a: 1, b: 99 }],
		[{ a: 34, b: 33, c: 33 }],
		[{ a: 10, b: 20, c: 30, d: 40 }],
	])('each exit gets its share of %j', (weights) => {
		const measured = shares(Object.entries(weights));
		// Four standard deviations of a fair draw.
		for (const [port, weight] of Object.entries(weights))
			expect(Math.abs((measured[port] ?? 0) - weight / 100)).toBeLessThan(
				4 * Math.sqrt(((weight / 100) * (1 - weight / 100)) / CUSTOMERS.length),
			);
	});

	test('the shares need not add up to 100', () => {
		expect(
			shares([
				['a', 3],
				['b', 1],
			]).a,
		).toBeCloseTo(0.75, 1);
	});

	test('nobody goes where the share is 0', () => {
		expect(
			shares([
				['never', 0],
				['a', 50],
				['b', 50],
				['nor', 0],
			]),
		).not.toHaveProperty('never');
		expect(
			shares([
				['never', 0],
				['a', 50],
				['b', 50],
				['nor', 0],
			]),
		).not.toHaveProperty('nor');
		expect(
			shares([
				['never', 0],
				['all', 100],
			]),
		).toEqual({ all: 1 });
	});

	test('two splits in a row are two draws: a quarter goes each way', () => {
		const even: [string, number][] = [
			['a', 50],
			['b', 50],
		];
		const both = CUSTOMERS.filter(
			(id) => pickPort(even, `${id}:first`) === 'a' && pickPort(even, `${id}:second`) === 'a',
		);
		expect(both.length / CUSTOMERS.length).toBeCloseTo(0.25, 1);
	});
});

test('the same customer goes the same way at the same split, whenever it is asked', () => {
	fc.assert(
		fc.property(fc.string(), fc.array(fc.tuple(fc.string(), fc.nat(100)), { minLength: 1 }), (subject, weights) => {
			const port = pickPort(weights, subject);
			expect(weights.map(([name]) => name)).toContain(port);
			expect(pickPort(JSON.parse(JSON.stringify(weights)), subject)).toBe(port);
			const chosen = weights.filter(([name]) => name === port);
			if (weights.some(([, weight]) => weight > 0)) expect(chosen.some(([, weight]) => weight > 0)).toBe(true);
		}),
	);
});

test('a draw is a fraction of the whole', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (subject) => {
			expect(stableFraction(subject)).toBeGreaterThanOrEqual(0);
			expect(stableFraction(subject)).toBeLessThan(1);
		}),
	);
});

test('raising the first share keeps everybody who went there', () => {
	const before = CUSTOMERS.map((id) =>
		pickPort(
			[
				['a', 20],
				['b', 80],
			],
			id,
		),
	);
	const after = CUSTOMERS.map((id) =>
		pickPort(
			[
				['a', 30],
				['b', 70],
			],
			id,
		),
	);
	expect(before.every((port, i) => port !== 'a' || after[i] === 'a')).toBe(true);
});

test('draws are the same in every release: enrollments of last year replay them', () => {
	expect(['', 'zoe', 'zoe:split', '0193-zoe:a-b'].map((s) => Math.floor(stableFraction(s) * 2 ** 32))).toEqual([
		2872998923, 1257410188, 1914737002, 1447474065,
	]);
});

test('a split without exits is a bug', () => {
	expect(() => pickPort([], 'zoe')).toThrow('at least one');
});
