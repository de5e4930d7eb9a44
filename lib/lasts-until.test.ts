import { expect, test } from 'vitest';
import { lastsUntil } from './lasts-until';

const at = Date.parse('2026-11-24T09:00:00Z');

test('a voucher for 14 days is good until the end of the fourteenth day at the store', () => {
	expect(new Date(lastsUntil(at, 'P14D', 'Europe/Paris')).toISOString()).toBe('2026-12-08T22:59:59.999Z');
});

test('two hours are two hours', () => {
	expect(new Date(lastsUntil(at, 'PT2H', 'Europe/Paris')).toISOString()).toBe('2026-11-24T11:00:00.000Z');
});
