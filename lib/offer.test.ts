import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coversProduct, normalised, offerDraft, readCodes, roomOf, standingOf } from './offer';

const at = (iso: string) => new Date(iso);
const always = { validFrom: null, validUntil: null, archivedAt: null };

describe('an offer', () => {
	test('holds from its beginning until just before its end', () => {
		const offer = { ...always, validFrom: at('2026-12-01T00:00:00Z'), validUntil: at('2026-12-24T00:00:00Z') };
		const standing = (iso: string) => standingOf(offer, Date.parse(iso));
		expect(standing('2026-11-30T23:59:59.999Z')).toBe('to-come');
		expect(standing('2026-12-01T00:00:00Z')).toBe('valid');
		expect(standing('2026-12-23T23:59:59.999Z')).toBe('valid');
		expect(standing('2026-12-24T00:00:00Z')).toBe('over');
		expect(standingOf({ ...always, archivedAt: at('2026-01-01T00:00:00Z') }, 0)).toBe('over');
	});
	test('can give as many more as its pool and its limit leave, whichever is less', () => {
		const given = { issued: 3, redeemed: 2 };
		expect(roomOf({ ...given, limitTotal: null, left: null })).toBeNull();
		expect(roomOf({ ...given, limitTotal: null, left: 7 })).toBe(7);
		expect(roomOf({ ...given, limitTotal: 9, left: null })).toBe(4);
		expect(roomOf({ ...given, limitTotal: 9, left: 7 })).toBe(4);
		expect(roomOf({ ...given, limitTotal: 100, left: 7 })).toBe(7);
		// The limit was lowered since.
		expect(roomOf({ ...given, limitTotal: 4, left: null })).toBe(0);
	});

	test('holds for its products and for those of its categories; for all when it names none', () => {
		const shoe = { id: 'shoe', category: 'Shoes' };
		expect(coversProduct({ products: [], categories: [] }, shoe)).toBe(true);
		expect(coversProduct({ products: ['hat'], categories: ['Shoes'] }, shoe)).toBe(true);
		expect(coversProduct({ products: ['hat'], categories: [] }, shoe)).toBe(false);
		expect(coversProduct({ products: [], categories: ['Shoes'] }, { id: 'x', category: null })).toBe(false);
	});

	test('cannot end before it begins, and takes off no more than all', () => {
		const wrong = (change: object) =>
			offerDraft
				.safeParse({ name: 'a', title: 'b', discount: { kind: 'gift' }, ...change })
				.error?.issues.map(({ path }) => path.join('.'));
		expect(wrong({})).toBeUndefined();
		expect(wrong({ valid_from: '2026-12-02T00:00:00Z', valid_until: '2026-12-01T00:00:00Z' })).toEqual(['valid_until']);
		expect(wrong({ discount: { kind: 'percent', value: 101 } })).toEqual(['discount.value']);
		expect(wrong({ limit_total: 0 })).toEqual(['limit_total']);
	});
});

test('of a file of codes every line is taken, empty, or named as bad; and no code is taken twice', () => {
	const lines = fc.array(fc.oneof(fc.string({ maxLength: 50 }), fc.stringMatching(/^[a-c]{3,5}-?[12]{1,2}$/)));
	fc.assert(
		fc.property(lines, (texts) => {
			const written = texts.map((text) => text.replace(/[\r\n]/g, ''));
			const { codes, bad } = readCodes(written.join('\n'));
			expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length);
			const said = new Set([...codes, ...bad].map(({ line }) => line));
			expect(said.size).toBe(codes.length + bad.length);
			for (const { code, written: kept } of codes) expect(normalised(kept)).toBe(code);
		}),
	);
});
