import { beforeAll, describe, expect, test } from 'vitest';
import { type CallType, readCall } from '@/lib/segment';
import { db } from './client';
import { listCustomers } from './customer-views';
import { ingest } from './ingest';

const NOW = Date.now();

async function take(type: CallType, said: object, minutesAgo: number): Promise<void> {
	const receivedAt = new Date(NOW - minutesAgo * 60_000);
	const call = readCall({ type, ...said }, { receivedAt: receivedAt.getTime() });
	await ingest(db(), [call], { source: 'test', receivedAt, history: false });
}
const found = async (search: string) => (await listCustomers(db(), { search })).rows.map(({ name }) => name);

beforeAll(async () => {
	const zoe = { first_name: 'Zoé', last_name: 'Le Goff', email: 'zoe.legoff@example.test', loyalty_card: '2900123' };
	await take('identify', { userId: 'u-zoe', anonymousId: 'browser-zoe', traits: zoe }, 30);
	await take(
		'identify',
		{ userId: 'u-ana', traits: { firstName: 'Ana', lastName: 'Goffin', phone: '+33639980042' } },
		20,
	);
	await take('identify', { userId: 'u-percent', traits: { name: '100 % Lin_Lavé' } }, 10);
});

describe('a customer is found', () => {
	test.each([
		['by a part of her name, however it is spelled, the last seen first', 'goff', ['Ana Goffin', 'Zoé Le Goff']],
		['by both her names', 'zoé le', ['Zoé Le Goff']],
		['by a part of her address', 'ZOE.LEG', ['Zoé Le Goff']],
		['by the end of her card', '0123', ['Zoé Le Goff']],
		['by the end of her number', '80042', ['Ana Goffin']],
		['by her account', 'u-ana', ['Ana Goffin']],
		['by her browser’s whole id', 'browser-zoe', ['Zoé Le Goff']],
		['by what looks like a wildcard, as it is', '% lin_', ['100 % Lin_Lavé']],
		['by nothing of hers: not at all', 'Quetzalcoatl', []],
	])('%s', async (_how, search, names) => {
		expect(await found(search)).toEqual(names);
	});
	test('by what a profile that was merged into hers had', async () => {
		await take('identify', { anonymousId: 'kiosk', traits: { email: 'z.legoff@work.test' } }, 5);
		await take('identify', { userId: 'u-zoe', anonymousId: 'kiosk' }, 4);
		expect(await found('work.test')).toEqual(['Zoé Le Goff']);
	});
	test('on the second page, too', async () => {
		await Promise.all(
			Array.from({ length: 55 }, (_, n) =>
				take('identify', { userId: `t-${n}`, traits: { name: `Twin ${n}` } }, 100 + n),
			),
		);
		const first = await listCustomers(db(), { search: 'twin' });
		const second = await listCustomers(db(), { search: 'twin', after: first.next ?? '' });
		expect([first.rows.length, second.rows.length, second.next]).toEqual([50, 5, null]);
		expect(second.rows[0]?.name).toBe('Twin 50');
	});
});
