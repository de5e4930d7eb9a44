import { expect, test } from 'vitest';
import { fakeContext } from '../testing/fake-context';
import { registered } from '../testing/registered';
import node from './node';
import run from './run';

const goTo = registered(node);

test('a step into another journey dropped on the canvas misses which', () => {
	expect(goTo.findings(goTo.defaults)).toEqual(['error journey']);
	expect(goTo.findings({ journey: 'j2' })).toEqual([]);
	expect(goTo.portIds(goTo.defaults)).toEqual(['gone', 'refused']);
});

test('it says which enrollment began, or why none did', async () => {
	const { context } = fakeContext({ journey: 'j2' });
	expect(await run({ ...context, goTo: async () => ({ gone: true, enrollmentId: 'e2' }) })).toEqual({
		port: 'gone',
		evidence: { enrollment: 'e2' },
	});
	expect(await run({ ...context, goTo: async () => ({ gone: false, why: 'reentry' }) })).toEqual({
		port: 'refused',
		why: 'reentry',
		evidence: { journey: 'j2' },
	});
});
