import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const adjust = registered(node);
const valid = {
	destination: 'd1',
	amount: { by: 'fixed', minor: 800 },
	orderId: '{{ event.order_id }}',
	reason: 'Late',
	cap: { minor: 2000, per: 'P30D' },
	currency: 'EUR',
};

test('an adjustment dropped on the canvas misses its connection and its reason', () => {
	expect(adjust.findings(adjust.defaults)).toEqual(['error destination', 'error reason']);
	expect(adjust.portIds(adjust.defaults)).toEqual(['adjusted', 'capped', 'failed']);
});

test('the card says what is given and how much at most, in English and French', () => {
	const [en, fr] = adjust.sentences(valid);
	expect(en).toBe('€8.00, at most €20.00 / 30 days');
	expect(fr).toMatch(/^8,00\s€, au plus 20,00\s€ \/ 30 jours$/);
	expect(adjust.sentences({ ...valid, amount: { by: 'percent', percent: 10 } })[0]).toBe(
		'10 %, at most €20.00 / 30 days',
	);
	expect(adjust.findings(valid)).toEqual([]);
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['nothing to give', { amount: { by: 'fixed', minor: 0 } }, 'error amount.minor'],
		['more than all of it', { amount: { by: 'percent', percent: 120 } }, 'error amount.percent'],
		['a cap that nothing fits under', { cap: { minor: 500, per: 'P30D' } }, 'error cap.minor'],
		['a cap for no time', { cap: { minor: 2000, per: '30 days' } }, 'error cap.per'],
		['no order', { orderId: ' ' }, 'error orderId'],
		['half a variable', { reason: '{{ event' }, 'error reason'],
		['a currency that is none', { currency: 'euro' }, 'error currency'],
	])('%s', (_what, change, finding) => {
		expect(adjust.findings({ ...valid, ...change })).toEqual([finding]);
	});
});
