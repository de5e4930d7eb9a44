import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OfferDraft, offerDraft } from './offer';
import { fieldsOf, newOfferFields, readOfferFields } from './offer-fields';

const ZONE = 'Europe/Paris';
const filled = { ...newOfferFields('EUR'), name: 'Autumn', title: '10 € off', value: '10' };
const problems = (change: Partial<typeof filled>) => {
	const read = readOfferFields({ ...filled, ...change }, ZONE);
	return 'problems' in read ? [...read.problems.keys()] : [];
};

describe('the form of an offer', () => {
	it('gives back every offer as it was', () => {
		const minute = fc.integer({ min: 27_000_000, max: 35_000_000 }).map((n) => new Date(n * 60_000).toISOString());
		const limit = fc.option(fc.integer({ min: 1, max: 100_000_000 }), { nil: null });
		const names = fc.array(fc.stringMatching(/^[a-z0-9]{1,12}$/), { maxLength: 4 });
		const amount = (currency: string) =>
			fc.record({
				...{ kind: fc.constant('amount' as const), currency: fc.constant(currency) },
				value: fc.integer({ min: 1, max: 100_000_000 }),
			});
		const offers: fc.Arbitrary<OfferDraft> = fc.record({
			...{ name: fc.constant('Autumn'), title: fc.constant('A gift'), terms: fc.constant('') },
			discount: fc.oneof(
				...[amount('EUR'), amount('JPY'), amount('TND')],
				fc.record({ kind: fc.constant('percent' as const), value: fc.integer({ min: 1, max: 100 }) }),
				fc.record({ kind: fc.constant('gift' as const) }),
			),
			...{ valid_from: fc.constant(null), valid_until: fc.option(minute, { nil: null }) },
			...{ products: names, categories: names, stores: names, limit_total: limit, limit_per_customer: limit },
			codes: fc.constantFrom('generated', 'pool'),
			release_at_exit: fc.constantFrom('never', 'unsent', 'unused'),
			at_refund: fc.constantFrom('usable', 'release', 'keep'),
		});
		fc.assert(
			// The hour that comes twice in autumn is written the same way twice: UTC has none.
			fc.property(offers, (draft) => {
				expect(readOfferFields(fieldsOf(draft, 'UTC', 'EUR'), 'UTC')).toEqual({ draft: offerDraft.parse(draft) });
			}),
		);
	});
	it('takes amounts with a comma or a point, to the cent', () => {
		for (const value of ['10,50', '10.50', ' 10.5 '])
			expect(readOfferFields({ ...filled, value }, ZONE)).toMatchObject({
				draft: { discount: { kind: 'amount', value: 1050, currency: 'EUR' } },
			});
	});
	it('reads dates in the retailer’s time, in summer and in winter', () => {
		expect(
			readOfferFields({ ...filled, valid_from: '2026-07-01T00:00', valid_until: '2026-12-31T23:59' }, ZONE),
		).toMatchObject({
			draft: { valid_from: '2026-06-30T22:00:00.000Z', valid_until: '2026-12-31T22:59:00.000Z' },
		});
	});
	it('says which field is wrong', () => {
		expect(problems({})).toEqual([]);
		expect(problems({ name: ' ' })).toEqual(['name']);
		expect(problems({ value: 'ten' })).toEqual(['discount']);
		expect(problems({ value: '' })).toEqual(['discount']);
		expect(problems({ kind: 'percent', value: '101' })).toEqual(['discount']);
		expect(problems({ kind: 'gift', value: '' })).toEqual([]);
		expect(problems({ limit_total: '0' })).toEqual(['limit_total']);
		expect(problems({ limit_per_customer: '1.5' })).toEqual(['limit_per_customer']);
		expect(problems({ valid_from: '2026-07-02T00:00', valid_until: '2026-07-01T00:00' })).toEqual(['valid_until']);
	});
});
