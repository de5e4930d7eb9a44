import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const give = registered(node);
const valid = { amount: { by: 'fixed', points: 50 }, reason: 'Thank you' };

test('points dropped on the canvas only miss what they are for', () => {
	expect(give.findings(give.defaults)).toEqual(['error reason']);
	expect(give.portIds(give.defaults)).toEqual(['given', 'failed']);
});

test('the card says how many points, or how many for each euro', () => {
	expect(give.sentences(valid)).toEqual(['+50 points', '+50 points']);
	expect(give.sentences({ ...valid, amount: { by: 'total', perUnit: 2 } })).toEqual([
		'2 points per euro',
		'2 points par euro',
	]);
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['no points', { amount: { by: 'fixed', points: 0 } }, 'error amount.points'],
		['half a point', { amount: { by: 'fixed', points: 1.5 } }, 'error amount.points'],
		['nothing for a euro', { amount: { by: 'total', perUnit: 0 } }, 'error amount.perUnit'],
		['half a variable', { reason: '{{ event' }, 'error reason'],
	])('%s', (_what, change, finding) => {
		expect(give.findings({ ...valid, ...change })).toEqual([finding]);
	});
});
