import { expect, test } from 'vitest';
import type { JsonObject } from '@/lib/event';
import { needs } from '@/lib/rule-needs';
import { event, fakeContext, type World } from '../testing/fake-context';
import node from './node';
import run from './run';

const VIP = { type: 'property', of: 'customer', path: 'traits.vip', op: 'equals', value: true };
const BIG = { type: 'property', of: 'trigger', path: 'total', op: 'at-least', value: 20 };
const LOYAL = { type: 'history', event: 'Order Completed', count: { op: 'at-least', n: 2 }, within: 'P30D' };
const AGREED = { type: 'consent', channel: 'sms', granted: true };

function decide(list: [string, JsonObject][], world?: World) {
	const config = node.config.parse({ branches: list.map(([port, when]) => ({ port, when })) });
	const { context, asked } = fakeContext(config, world);
	return { result: run(context), asked };
}

test('the first branch that holds is taken, even when a later one holds too', async () => {
	expect(
		await decide([
			['vip', VIP],
			['big', BIG],
		]).result,
	).toEqual({ port: 'vip' });
	expect(
		await decide([
			['big', BIG],
			['vip', VIP],
		]).result,
	).toEqual({ port: 'big' });
});

test('a later branch is taken when those before it do not hold', async () => {
	expect(
		await decide([
			['agreed', AGREED],
			['vip', VIP],
		]).result,
	).toEqual({ port: 'vip' });
	expect(await decide([['agreed', AGREED]], { facts: { consents: { sms: true } } }).result).toEqual({ port: 'agreed' });
});

test('a customer whom no branch describes leaves by “otherwise”', async () => {
	expect(await decide([['loyal', LOYAL]]).result).toEqual({ port: 'else' });
});

test('a customer who bought twice in the last 30 days is loyal, and only orders are looked up', async () => {
	const orders = [event('Order Completed'), event('Order Completed')];
	const { result, asked } = decide(
		[
			['loyal', LOYAL],
			['vip', VIP],
		],
		{ facts: { history: orders } },
	);
	expect(await result).toEqual({ port: 'loyal' });
	expect(asked.map((rules) => needs(...rules).events)).toEqual([['Order Completed']]);
});

test('who might belong to a branch takes the exit for the unknown, unless another branch holds', async () => {
	const stock = {
		type: 'stock',
		product: { id: 'vase' },
		at: { choose: 'given', storeId: 'lyon' },
		maxAge: 'PT2H',
		op: 'at-least',
		n: 1,
	};
	const unlikely = { ...VIP, value: 'no' };
	expect(await decide([['there', stock]]).result).toEqual({ port: 'unknown' });
	expect(
		await decide([
			['there', stock],
			['vip', VIP],
		]).result,
	).toEqual({ port: 'vip' });
	expect(await decide([['there', { type: 'all', rules: [stock, unlikely] }]]).result).toEqual({ port: 'else' });
});
