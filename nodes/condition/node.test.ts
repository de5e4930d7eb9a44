import { describe, expect, test } from 'vitest';
import type { JsonObject } from '@/lib/event';
import { registered } from '../testing/registered';
import node from './node';

const condition = registered(node);
const VIP = { type: 'property', of: 'customer', path: 'traits.vip', op: 'equals', value: true };
const LOYAL = { type: 'history', event: 'Order Completed', count: { op: 'at-least', n: 2 }, within: 'P30D' };
const branches = (...list: [string, JsonObject][]) => ({
	branches: list.map(([port, when]) => ({ port, when })),
});

test('a condition dropped on the canvas only misses its rule', () => {
	expect(condition.findings(condition.defaults)).toEqual(['error branches.0.when']);
	expect(condition.portIds(condition.defaults)).toEqual(['yes', 'else']);
});

test('there is one exit for each branch, and one for everybody else', () => {
	expect(condition.portIds(branches(['vip', VIP], ['loyal', LOYAL]))).toEqual(['vip', 'loyal', 'else']);
});

const STOCK = {
	type: 'stock',
	product: { from: 'trigger', path: 'product_id' },
	at: { choose: 'home' },
	maxAge: 'PT2H',
	op: 'at-least',
	n: 1,
};

test('a rule about stock has an exit for figures that are too old, and no other rule has', () => {
	expect(condition.portIds(branches(['there', STOCK], ['vip', VIP]))).toEqual(['there', 'vip', 'unknown', 'else']);
	expect(condition.portIds(branches(['unknown', VIP]))).toEqual(['unknown', 'else']);
	expect(condition.findings(branches(['unknown', VIP]))).toEqual([]);
	expect(condition.findings(branches(['unknown', STOCK]))).toEqual(['error branches.0.port']);
});

test('the card says the rules, in English and French', () => {
	expect(condition.sentences(branches(['vip', VIP], ['loyal', LOYAL]))).toEqual([
		'vip: vip is true · loyal: Order Completed ≥ 2 in 30 days',
		'vip : vip est true · loyal : Order Completed ≥ 2 en 30 jours',
	]);
});

test('a condition is decided in Postgres, by the worker', () => {
	expect(condition.read(branches(['vip', VIP])).opcode).toEqual({ op: 'act', type: 'condition', local: true });
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['no branch', branches(), 'branches'],
		['two exits of the same name', branches(['vip', VIP], ['vip', LOYAL]), 'branches.1.port'],
		['an exit called like “otherwise”', branches(['else', VIP]), 'branches.0.port'],
		['an exit with a space in its name', branches(['very vip', VIP]), 'branches.0.port'],
		['a branch without a rule', branches(['vip', VIP], ['loyal', { type: 'any', rules: [] }]), 'branches.1.when'],
		[
			'a group without a rule, inside another',
			branches(['vip', { type: 'all', rules: [VIP, { type: 'any', rules: [] }] }]),
			'branches.0.when',
		],
		[
			'a test without a value',
			branches(['vip', { type: 'property', of: 'customer', path: 'traits.vip', op: 'equals' }]),
			'branches.0.when.value',
		],
	])('%s', (_what, config, field) => {
		expect(condition.findings(config)).toEqual([`error ${field}`]);
	});
});
