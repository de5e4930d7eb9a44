import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { createKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { confirmConsent, requestConfirmation } from '@/db/confirmations';
import { customersByIdentity } from '@/db/customer-views';
import { loadProfile } from '@/db/profiles';
import { consentRequests, identities, workspace } from '@/db/schema';
import type { CallType } from '@/lib/segment';
import { workspaceSettings } from '@/lib/settings';
import { receive } from './receive';

let page: (type: CallType, body: object) => Promise<void>;
let server: (type: CallType, body: object) => Promise<void>;

beforeAll(async () => {
	await db()
		.insert(workspace)
		.values({ id: 1, settings: workspaceSettings.parse({}) });
	const sender = async (kind: 'write' | 'secret') => {
		const authorization = `Basic ${btoa(`${await createKey(db(), { kind, name: kind })}:`)}`;
		return async (type: CallType, body: object) => {
			const request = new Request('http://localhost/', {
				method: 'POST',
				headers: { authorization },
				body: JSON.stringify(body),
			});
			expect((await receive(request, type)).status).toBe(200);
		};
	};
	[page, server] = [await sender('write'), await sender('secret')];
});

async function profileOf(userId: string) {
	const [id] = await customersByIdentity(db(), 'user_id', userId);
	if (!id) throw new Error(`nobody is ${userId}`);
	return loadProfile(db(), id);
}
const writtenTo = async (userId: string) => {
	const { email, phone } = (await profileOf(userId)).facts;
	return [email, phone].filter((each) => each !== null);
};
async function confirm(userId: string, address: string) {
	const { facts } = await profileOf(userId);
	await db().transaction((tx) =>
		requestConfirmation(tx, {
			...{ customerId: facts.id, channel: 'email', address, locale: 'en', proof: {}, at: new Date() },
			asks: [{ purpose: 'marketing', wording: 'News by email' }],
		}),
	);
	const [asked] = await db().select().from(consentRequests).where(eq(consentRequests.address, address));
	expect(await confirmConsent(db(), asked?.id ?? '')).toBe('confirmed');
}
const identify = (userId: string, email: string, more: object = {}) => ({ userId, traits: { email, ...more } });

describe('an address that a page says', () => {
	test('is where she is written to while we know no other', async () => {
		await page('identify', { anonymousId: 'new-browser', traits: { email: 'new@shop.test', phone: '+33639980001' } });
		await page('identify', { userId: 'new', anonymousId: 'new-browser' });
		expect(await writtenTo('new')).toEqual(['new@shop.test', '+33639980001']);
	});

	test('never takes the place of the one that the shop’s servers said', async () => {
		await server('identify', identify('said', 'said@shop.test', { phone: '+33639980002' }));
		await page('identify', identify('said', 'evil-said@else.test', { phone: '+33639980003' }));
		expect(await writtenTo('said')).toEqual(['said@shop.test', '+33639980002']);
	});

	test('never takes the place of the one that is in use, whenever the page pretends to have said it', async () => {
		await page('identify', identify('used', 'used@shop.test'));
		await page('identify', identify('used', 'evil-used@else.test'));
		await page('identify', { ...identify('used', 'evil-then@else.test'), timestamp: '2020-01-01T00:00:00Z' });
		expect(await writtenTo('used')).toEqual(['used@shop.test']);
	});

	test('is kept all the same: it finds her', async () => {
		await server('identify', identify('kept', 'kept@shop.test'));
		await page('identify', identify('kept', 'other-kept@shop.test'));
		expect(await customersByIdentity(db(), 'email', 'other-kept@shop.test')).toEqual([
			(await profileOf('kept')).facts.id,
		]);
	});

	test('does not count as confirmed because the page says so', async () => {
		await server('identify', identify('claims', 'claims@shop.test'));
		await page('identify', identify('claims', 'evil-claims@else.test', { email_verified: true }));
		const [evil] = await db().select().from(identities).where(eq(identities.value, 'evil-claims@else.test'));
		expect(evil?.verified).toBe(false);
		expect(await writtenTo('claims')).toEqual(['claims@shop.test']);
	});

	test('does not come in by another browser that turns out to be hers', async () => {
		await page('identify', identify('browsers', 'browsers@shop.test'));
		await page('identify', { anonymousId: 'evil-browser', traits: { email: 'evil-browsers@else.test' } });
		await page('identify', { anonymousId: 'evil-browser', userId: 'browsers' });
		expect(await writtenTo('browsers')).toEqual(['browsers@shop.test']);
	});

	test('does not bring back an address that she has left', async () => {
		await server('identify', identify('moved', 'left@shop.test'));
		await server('identify', identify('moved', 'moved@shop.test'));
		await page('identify', identify('moved', 'left@shop.test'));
		expect(await writtenTo('moved')).toEqual(['moved@shop.test']);
	});
});

describe('she is written to at her new address', () => {
	test('when the shop’s servers say it, whoever said the old one', async () => {
		await server('identify', identify('changes', 'old@shop.test'));
		await page('identify', identify('changes', 'changed@shop.test'));
		await server('identify', identify('changes', 'changed@shop.test'));
		expect(await writtenTo('changes')).toEqual(['changed@shop.test']);
	});

	test('when she confirms it, and the old one was only said by a page', async () => {
		await page('identify', identify('confirms', 'typo@shop.test'));
		await page('identify', identify('confirms', 'right@shop.test'));
		await confirm('confirms', 'right@shop.test');
		expect(await writtenTo('confirms')).toEqual(['right@shop.test']);
	});
});

test('a confirmation shows who reads an address, not whose the account is: what servers said or was confirmed before stays', async () => {
	await server('identify', identify('account', 'account@shop.test'));
	await page('identify', identify('account', 'evil-account@else.test'));
	await confirm('account', 'evil-account@else.test');
	expect(await writtenTo('account')).toEqual(['account@shop.test']);
	await page('identify', identify('reader', 'reader@shop.test'));
	await confirm('reader', 'reader@shop.test');
	await page('identify', identify('reader', 'evil-reader@else.test'));
	await confirm('reader', 'evil-reader@else.test');
	expect(await writtenTo('reader')).toEqual(['reader@shop.test']);
});

test('a page never makes one of two accounts, and so never writes to one customer at the other’s address', async () => {
	await server('identify', identify('hers', 'hers@shop.test'));
	await server('identify', identify('evil', 'evil@else.test'));
	await page('alias', { userId: 'evil', previousId: 'hers' });
	expect(await writtenTo('hers')).toEqual(['hers@shop.test']);
	await server('alias', { userId: 'evil', previousId: 'hers' });
	expect((await profileOf('hers')).facts.id).toBe((await profileOf('evil')).facts.id);
});
