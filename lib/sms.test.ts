import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smsSize, withStopMention } from './sms';

const charged = (text: string) => {
	const { encoding, units, segments } = smsSize(text);
	return `${encoding} ${units} ${segments}`;
};

describe('what an SMS costs', () => {
	test.each([
		['nothing', '', 'GSM-7 0 0'],
		['160 plain characters', 'a'.repeat(160), 'GSM-7 160 1'],
		['161: two parts of 153', 'a'.repeat(161), 'GSM-7 161 2'],
		['306', 'a'.repeat(306), 'GSM-7 306 2'],
		['307', 'a'.repeat(307), 'GSM-7 307 3'],
		['the accents of é, è, à, ù and Ç, which are in the alphabet', 'éèàùÇ', 'GSM-7 5 1'],
		['€ and brackets, which count twice', '€[]', 'GSM-7 6 1'],
		['70 with an ê', `ê${'a'.repeat(69)}`, 'UCS-2 70 1'],
		['71 with an ê: two parts of 67', `ê${'a'.repeat(70)}`, 'UCS-2 71 2'],
		['an emoji, which counts twice', '🎁', 'UCS-2 2 1'],
		['a family of emojis', '👨‍👩‍👧', 'UCS-2 8 1'],
	])('%s', (_what, text, expected) => {
		expect(charged(text)).toBe(expected);
	});
	test('a character of two units is never torn between two parts', () => {
		expect(charged('a'.repeat(152) + '€'.repeat(77))).toBe('GSM-7 306 3');
		expect(charged(`${'ê'.repeat(66)}${'🎁'.repeat(34)}`)).toBe('UCS-2 134 3');
	});
	test('the characters that make it dear are named, once each', () => {
		expect(smsSize('Prête ? L’offre t’attend, prête…').costly).toEqual(['ê', '’', '…']);
		expect(smsSize('Your order is ready').costly).toEqual([]);
	});
	test('never falls when more is written', () => {
		const character = fc.constantFrom('a', 'é', '€', 'ê', '🎁', '\n');
		fc.assert(
			fc.property(fc.string({ unit: character, maxLength: 400 }), character, (text, more) => {
				const [before, after] = [smsSize(text), smsSize(text + more)];
				expect(after.segments).toBeGreaterThanOrEqual(before.segments);
				expect(before.segments * (before.encoding === 'GSM-7' ? 160 : 70)).toBeGreaterThanOrEqual(before.units);
			}),
		);
	});
});

describe('how to stop', () => {
	test('is said at the end of every message that does not say it', () => {
		expect(withStopMention('Your voucher is waiting \n', ' STOP: repondez STOP ')).toBe(
			'Your voucher is waiting STOP: repondez STOP',
		);
	});
	test('is not said twice', () => {
		expect(withStopMention('Hello. STOP au 36111', 'STOP: repondez STOP')).toBe('Hello. STOP au 36111');
	});
	test('is said although the message has a stop of another kind', () => {
		for (const body of ['Nonstop sale', 'STOPPER', 'stop by'])
			expect(withStopMention(body, 'STOP 36111')).toBe(`${body} STOP 36111`);
	});
	test('may be left to the provider', () => {
		expect(withStopMention('Hello ', ' ')).toBe('Hello ');
	});
	test('once added, is not added again', () => {
		fc.assert(
			fc.property(fc.string(), (body) => {
				const once = withStopMention(body, 'STOP 36111');
				expect(once).toContain('STOP');
				expect(withStopMention(once, 'STOP 36111')).toBe(once);
			}),
		);
	});
});
