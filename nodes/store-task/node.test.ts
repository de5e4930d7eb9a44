import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const task = registered(node);
const valid = { title: 'Call her', store: { choose: 'event' }, within: 'P1D' };

test('a task dropped on the canvas only misses what is to be done', () => {
	expect(task.findings(task.defaults)).toEqual(['error title']);
	expect(task.portIds(task.defaults)).toEqual(['asked', 'failed']);
});

test('the card says what is to be done and by when, in English and French', () => {
	expect(task.sentences(valid)).toEqual(['Call her · 1 day', 'Call her · 1 jour']);
	expect(task.findings(valid)).toEqual([]);
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['half a variable', { title: '{{ event.id' }, 'error title'],
		['one store for all, but which?', { store: { choose: 'given', storeId: '' } }, 'error store.storeId'],
		['a time in words', { within: 'tomorrow' }, 'error within'],
	])('%s', (_what, change, finding) => {
		expect(task.findings({ ...valid, ...change })).toEqual([finding]);
	});
});
