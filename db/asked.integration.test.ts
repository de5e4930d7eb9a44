import { describe, expect, test } from 'vitest';
import { NotFoundError } from '@/lib/errors';
import { db } from './client';
import { listCustomers } from './customer-views';
import { pullJourney } from './journey-files';
import { journeyState } from './monitor';

const NOBODY = '01a210a1-bf9d-76cf-a512-834ba9a363a4';

describe('what is asked for and is not there', () => {
	test.each(['x', '-'.repeat(36), 'a'.repeat(36), `${NOBODY}0`, NOBODY])(
		'a journey called %s is not found',
		async (id) => {
			await expect(pullJourney(db(), id)).rejects.toBeInstanceOf(NotFoundError);
		},
	);
	test('the figures of a journey that is not there are not found', async () => {
		await expect(journeyState(db(), NOBODY, NOBODY)).rejects.toBeInstanceOf(NotFoundError);
	});
	test.each(['', 'x', `1e999_${NOBODY}`, `-1e20_${NOBODY}`, `9999999999999999_${NOBODY}`, `NaN_${NOBODY}`])(
		'a list of customers after “%s” begins at its beginning',
		async (after) => {
			expect((await listCustomers(db(), { after })).rows).toEqual([]);
		},
	);
});
