import { z } from 'zod';

/** Seven digits are a centimetre; what is smaller than any number Postgres can multiply is nowhere on Earth either. */
const degrees = (limit: number) =>
	z
		.number()
		.min(-limit)
		.max(limit)
		.transform((value) => Math.round(value * 1e7) / 1e7);
export const latitude = degrees(90);
export const longitude = degrees(180);

/** In degrees, WGS 84. */
export type Point = { latitude: number; longitude: number };

/** The Earth's mean radius in metres (IUGG). */
const EARTH = 6_371_008.8;

const rad = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres over the ground, along a great circle of a round Earth: within half a percent of the true one. */
export function metresBetween(a: Point, b: Point): number {
	const half = (x: number) => Math.sin(rad(x) / 2) ** 2;
	const chord =
		half(b.latitude - a.latitude) +
		Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * half(b.longitude - a.longitude);
	return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(chord)));
}
