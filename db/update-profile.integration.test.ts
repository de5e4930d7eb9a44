import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { enter } from '@/workflows/testing/by-hand';
import { fixtures } from '@/workflows/testing/fixtures';
import { edges, node, when } from '@/workflows/testing/graphs';
import { db } from './client';
import { mergeCustomers } from './merge';
import { loadProfile } from './profiles';
import { consents, customers, events, identities } from './schema';
import { updateProfile } from './update-profile';

const h = fixtures();
beforeEach(async () => {
	await h.configure({});
	await h.archiveAll();
});

const drawn = (config: Parameters<typeof node>[2]) => ({
	nodes: [
		when('Order Completed'),
		node('u', 'update-profile', config),
		node('yes', 'exit', { outcome: 'updated' }),
		node('no', 'exit', { outcome: 'failed' }),
	],
	edges: edges('t>u', 'u.done>yes', 'u.failed>no'),
});

test('a journey writes down what it has learnt, each value of its type, and leaves the rest alone', async () => {
	await h.publish(
		drawn({
			traits: [
				{ name: 'favourite', value: { type: 'text', text: '{{ event.category }}' } },
				{ name: 'last_total', value: { type: 'number', number: '{{ event.total }}' } },
				{ name: 'vip', value: { type: 'boolean', boolean: true } },
				{ name: 'since', value: { type: 'now' } },
				{ name: 'trial', value: { type: 'nothing' } },
			],
			locale: 'en-GB',
		}),
	);
	const zoe = await h.customer({ traits: { first_name: 'Zoé', trial: true, nothing: null, vip: false } });
	const before = await db().select().from(identities).where(eq(identities.customerId, zoe));
	const hand = await enter(h, zoe, 'Order Completed', { category: 'Vases', total: 39.9 });
	expect(await hand.row()).toMatchObject({ outcome: 'updated' });
	const { facts } = await loadProfile(db(), zoe);
	expect(facts.locale).toBe('en-GB');
	expect(facts.traits).toEqual({
		...{ first_name: 'Zoé', nothing: null, favourite: 'Vases', last_total: 39.9, vip: true },
		since: expect.stringMatching(/^\d{4}-.*Z$/),
	});
	expect(await db().select().from(identities).where(eq(identities.customerId, zoe))).toEqual(before);
	expect(await db().select().from(consents).where(eq(consents.customerId, zoe))).toHaveLength(2);
	const [heard] = await db().select().from(events).where(eq(events.name, 'Profile Updated'));
	expect(heard).toMatchObject({ customerId: zoe, properties: { traits: { vip: true, trial: null }, locale: 'en-GB' } });
});

test('what is not a number is not written as one: the step fails, and nothing is changed', async () => {
	await h.publish(drawn({ traits: [{ name: 'size', value: { type: 'number', number: '{{ event.size }}' } }] }));
	const zoe = await h.customer({ traits: { size: 38 } });
	const hand = await enter(h, zoe, 'Order Completed', { size: 'M' });
	expect(await hand.row()).toMatchObject({ outcome: 'failed', error: expect.stringContaining('“M” is not a number') });
	expect((await loadProfile(db(), zoe)).facts.traits).toEqual({ size: 38 });
});

test('a repeated step does not undo what was changed since', async () => {
	const zoe = await h.customer();
	const update = {
		key: 'e:u:0',
		customerId: zoe,
		traits: { size: 38 },
		homeStoreId: null,
		locale: null,
		at: new Date(),
	};
	await updateProfile(db(), update);
	await db()
		.update(customers)
		.set({ traits: { size: 40 } })
		.where(eq(customers.id, zoe));
	await updateProfile(db(), update);
	expect((await loadProfile(db(), zoe)).facts.traits).toEqual({ size: 40 });
});

test('of a profile that was merged away the master’s is written on', async () => {
	const [master, other] = [await h.customer(), await h.customer()];
	await db().transaction((tx) => mergeCustomers(tx, master, other));
	const at = new Date();
	await updateProfile(db(), {
		key: 'k',
		customerId: other,
		traits: { vip: true },
		homeStoreId: null,
		locale: null,
		at,
	});
	expect((await loadProfile(db(), master)).facts.traits).toEqual({ vip: true });
});

test('a store that is not there is not hers', async () => {
	const zoe = await h.customer();
	const at = new Date();
	await expect(
		updateProfile(db(), { key: 'k2', customerId: zoe, traits: {}, homeStoreId: 'nowhere', locale: null, at }),
	).rejects.toMatchObject({ field: 'homeStore' });
});
