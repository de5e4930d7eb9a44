import { describe, expect, test } from 'vitest';
import { pickPort } from '@/lib/split';
import { registered } from '../testing/registered';
import node from './node';

const split = registered(node);
const shares = (...weights: number[]) => ({
	branches: weights.map((weight, i) => ({ port: String.fromCharCode(97 + i), weight })),
});

test('a split dropped on the canvas is complete: half and half', () => {
	expect(split.findings(split.defaults)).toEqual([]);
	expect(split.portIds(split.defaults)).toEqual(['a', 'b']);
	expect(split.sentences(split.defaults)).toEqual(['A 50 % · B 50 %', 'A 50 % · B 50 %']);
});

test('a split sends customers each way as often as its shares say', () => {
	const { opcode } = split.read(shares(70, 20, 10));
	expect(opcode).toEqual({
		op: 'split',
		weights: [
			['a', 70],
			['b', 20],
			['c', 10],
		],
	});
	if (opcode?.op !== 'split') throw new Error('not a split');
	const taken = { a: 0, b: 0, c: 0 } as Record<string, number>;
	for (let n = 0; n < 10_000; n++) taken[pickPort(opcode.weights, `customer-${n}:node`)]! += 1;
	expect(taken.a! / 100).toBeCloseTo(70, -1);
	expect(taken.b! / 100).toBeCloseTo(20, -1);
	expect(taken.c! / 100).toBeCloseTo(10, -1);
});

test('a share of nothing is never taken', () => {
	const { opcode } = split.read(shares(0, 100));
	if (opcode?.op !== 'split') throw new Error('not a split');
	for (let n = 0; n < 1000; n++) expect(pickPort(opcode.weights, String(n))).toBe('b');
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['shares that do not add up to 100', shares(50, 40), 'branches'],
		['a single exit', shares(100), 'branches'],
		['a share that is no whole number', shares(33.3, 66.7), 'branches.0.weight'],
		['a negative share', shares(110, -10), 'branches.0.weight'],
		[
			'two exits of the same name',
			{
				branches: [
					{ port: 'a', weight: 50 },
					{ port: 'a', weight: 50 },
				],
			},
			'branches.1.port',
		],
		[
			'an exit without a name',
			{
				branches: [
					{ port: '', weight: 50 },
					{ port: 'b', weight: 50 },
				],
			},
			'branches.0.port',
		],
	])('%s', (_what, config, field) => {
		expect(split.findings(config)[0]).toBe(`error ${field}`);
	});
});
