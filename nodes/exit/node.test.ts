import { expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const exit = registered(node);

test('an exit dropped on the canvas is complete, and nothing follows it', () => {
	expect(exit.findings(exit.defaults)).toEqual([]);
	expect(exit.portIds(exit.defaults)).toEqual([]);
});

test('the card says how the journey ended, in English and French', () => {
	expect(exit.sentences({ outcome: 'converted' })).toEqual(['End as converted', 'Terminer : converted']);
});

test('an exit ends the enrollment with its outcome, without stray spaces', () => {
	expect(exit.read({ outcome: ' converted ' }).opcode).toEqual({ op: 'end', outcome: 'converted' });
});

test.each([
	['no outcome', ''],
	['an outcome of spaces', '   '],
	['an outcome that no report has room for', 'x'.repeat(61)],
])('%s is said beside its field', (_what, outcome) => {
	expect(exit.findings({ outcome })).toEqual(['error outcome']);
});
