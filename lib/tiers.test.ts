import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pointsFor, tierOf, tiers } from './tiers';

const HOUSE = [
	{ name: 'Gold', from: 1000 },
	{ name: 'Silver', from: 200 },
];

test('a customer is of the highest tier that her points reach', () => {
	expect([0, 199, 200, 999, 1000, 5000].map((points) => tierOf(HOUSE, points))).toEqual([
		...[null, null, 'Silver', 'Silver', 'Gold', 'Gold'],
	]);
	expect(tierOf([], 5000)).toBeNull();
});

test('more points never take a tier away', () => {
	fc.assert(
		fc.property(fc.nat(5000), fc.nat(5000), (points, more) => {
			const rank = (earned: number) => ['Silver', 'Gold'].indexOf(tierOf(HOUSE, earned) ?? '');
			expect(rank(points + more)).toBeGreaterThanOrEqual(rank(points));
		}),
	);
});

test('one point for each whole euro, and none for what is over', () => {
	expect(pointsFor(39.9, 1)).toBe(39);
	expect(pointsFor(0.29, 100)).toBe(29);
	expect(pointsFor(80, 0.5)).toBe(40);
});

test('tiers have names and beginnings of their own', () => {
	expect(tiers.safeParse([HOUSE[0], HOUSE[0]]).success).toBe(false);
	expect(tiers.safeParse([HOUSE[0], { name: 'Platinum', from: 1000 }]).success).toBe(false);
});
