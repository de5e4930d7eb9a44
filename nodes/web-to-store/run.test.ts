import { expect, test } from 'vitest';
import type { JsonObject } from '@/lib/event';
import { fakeContext, type World } from '../testing/fake-context';
import node from './node';
import run from './run';

const EXPIRES = Date.UTC(2026, 11, 8, 22, 59, 59);
const ISSUED = { code: 'ABCD-1234', url: 'https://example.test/v/ABCD-1234', storeId: 'lyon', expiresAt: EXPIRES };

async function issue(world: World, change: JsonObject = {}) {
	const config = node.config.parse({
		title: '{{ event.total | money }} offerts à {{ customer.first_name }}',
		terms: 'Chez {{ brand.name }}',
		store: { choose: 'given', storeId: 'lyon' },
		validFor: 'P14D',
		...change,
	});
	const { context, offers } = fakeContext(config, world);
	return { result: await run(context), offers };
}

test('the customer gets a voucher of her own; the step says which, where and until when', async () => {
	const variables = { customer: { first_name: 'Zoé' }, event: { total: 10 }, brand: { name: 'Maison' }, locale: 'fr' };
	const { result, offers } = await issue({ variables, voucher: ISSUED });
	expect(offers).toEqual([
		{
			offer: null,
			title: expect.stringMatching(/^10,00\s€ offerts à Zoé$/),
			terms: 'Chez Maison',
			store: { choose: 'given', storeId: 'lyon' },
			validFor: 'P14D',
		},
	]);
	expect(result).toEqual({
		port: 'issued',
		evidence: { code: 'ABCD-1234', store: 'lyon', expiresAt: '2026-12-08T22:59:59.000Z' },
	});
});

test('a customer for whom there is no store leaves by “failed”, which says why', async () => {
	expect((await issue({ voucher: null })).result).toEqual({ port: 'failed', why: 'no-store' });
});

test('a customer for whom an offer has no voucher leaves by “none left”, which says why', async () => {
	const { result, offers } = await issue(
		{ voucher: { noneLeft: 'customer-limit' } },
		{ offer: 'autumn-10', title: '' },
	);
	expect(offers).toMatchObject([{ offer: { offerId: 'autumn-10', again: true }, title: '' }]);
	expect(result).toEqual({ port: 'none-left', why: 'customer-limit', evidence: { offer: 'autumn-10' } });
});
