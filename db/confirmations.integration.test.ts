import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { answers, asked, deliverables } from '@/workflows/testing/channel';
import { fixtures } from '@/workflows/testing/fixtures';
import { db } from './client';
import { confirmConsent, requestConfirmation, sendConfirmations } from './confirmations';
import { decideByCustomer } from './consents';
import { loadProfile } from './profiles';
import { consentRequests, consents, events, identities } from './schema';

vi.mock('@/channels/deliver', () => import('../workflows/testing/channel'));

const h = fixtures();
beforeEach(async () => {
	await h.configure({});
	await db().delete(consentRequests);
	deliverables.length = 0;
	answers.length = 0;
});

const WORDING = 'I would like offers by email.';
async function ask(customerId: string, address: string, at = new Date()) {
	await db().transaction((tx) =>
		requestConfirmation(tx, {
			...{ customerId, channel: 'email', address, locale: 'en', at },
			asks: [{ purpose: 'marketing', wording: WORDING }],
			proof: { form: 'autumn', version: 3 },
		}),
	);
	const [request] = await db().select().from(consentRequests).where(eq(consentRequests.address, address));
	return request;
}
async function visitor() {
	const address = `${uuid()}@example.test`;
	return { address, zoe: await h.customer({ email: address, consents: {} }) };
}
const agreed = async (customerId: string) => (await loadProfile(db(), customerId)).consentsTo;
const told = async (customerId: string) =>
	(await db().select().from(events).where(eq(events.customerId, customerId)).orderBy(events.seq)).map((e) => e.name);
const dueAgain = () =>
	db()
		.update(consentRequests)
		.set({ notBefore: new Date(0), settledAt: new Date(0) });

describe('a consent that has to be confirmed', () => {
	test('is not there before the address has confirmed it, and then holds with its proof', async () => {
		const { zoe, address } = await visitor();
		const request = await ask(zoe, address);
		await sendConfirmations(db());
		expect(deliverables).toEqual([{ key: request?.key, to: address }]);
		expect(await agreed(zoe)).toEqual({});
		expect(await told(zoe)).toEqual(['Consent Requested']);

		expect(await confirmConsent(db(), request?.id ?? '')).toBe('confirmed');
		expect(await agreed(zoe)).toEqual({ email: { marketing: true } });
		const [kept] = await db().select().from(consents).where(eq(consents.customerId, zoe));
		expect(kept).toMatchObject({
			...{ source: 'double-opt-in', wording: WORDING },
			proof: { form: 'autumn', version: 3, requestedAt: expect.any(String), confirmedAt: expect.any(String) },
		});
		expect(await told(zoe)).toEqual(['Consent Requested', 'Consent Given']);
		const [identity] = await db().select().from(identities).where(eq(identities.value, address));
		expect(identity?.verified).toBe(true);
	});
	test('confirmed twice is one consent', async () => {
		const { zoe, address } = await visitor();
		const request = await ask(zoe, address);
		const all = await Promise.all([1, 2, 3].map(() => confirmConsent(db(), request?.id ?? '')));
		expect(all).toEqual(['confirmed', 'confirmed', 'confirmed']);
		expect(await told(zoe)).toEqual(['Consent Requested', 'Consent Given']);
	});
	test('cannot be confirmed a week later', async () => {
		const { zoe, address } = await visitor();
		const request = await ask(zoe, address, new Date(Date.now() - 8 * 86_400_000));
		expect(await confirmConsent(db(), request?.id ?? '')).toBe('expired');
		expect(await agreed(zoe)).toEqual({});
	});
	test('takes back an opt-out of her own', async () => {
		const { zoe, address } = await visitor();
		const no = { channel: 'email', purpose: 'marketing', granted: false } as const;
		await decideByCustomer(db(), { customerId: zoe, source: 'one-click', id: 'x', decided: [no] });
		const request = await ask(zoe, address);
		expect(await agreed(zoe)).toEqual({ email: { marketing: false } });
		await confirmConsent(db(), request?.id ?? '');
		expect(await agreed(zoe)).toEqual({ email: { marketing: true } });
	});
	test('is asked for once, whoever types the address in again; and at most three times a day', async () => {
		const { zoe, address } = await visitor();
		await Promise.all([1, 2, 3].map(() => ask(zoe, address)));
		expect(await db().select().from(consentRequests)).toHaveLength(1);
		for (let n = 0; n < 5; n++) {
			await db().update(consentRequests).set({ confirmedAt: new Date() });
			await ask(zoe, address);
		}
		expect(await db().select().from(consentRequests)).toHaveLength(3);
	});
});

describe('the message that asks for it', () => {
	const state = async () => (await db().select().from(consentRequests)).map((r) => [r.state, r.attempts]);

	test('goes out once, however many workers there are', async () => {
		const { zoe, address } = await visitor();
		await ask(zoe, address);
		await Promise.all([1, 2, 3, 4].map(() => sendConfirmations(db())));
		await dueAgain();
		await sendConfirmations(db());
		expect(deliverables).toHaveLength(1);
		expect(await state()).toEqual([['accepted', 1]]);
	});
	test('is tried again when the mail server did not take it', async () => {
		const { zoe, address } = await visitor();
		await ask(zoe, address);
		answers.push({ outcome: 'retry', detail: '451 later' });
		await sendConfirmations(db());
		expect(await sendConfirmations(db())).toBe(0);
		await dueAgain();
		await sendConfirmations(db());
		expect(await state()).toEqual([['accepted', 2]]);
	});
	test('that was cut off in the middle is asked about, and not sent a second time blindly', async () => {
		const { zoe, address } = await visitor();
		await ask(zoe, address);
		answers.push({ outcome: 'unknown', detail: 'connection lost' });
		await sendConfirmations(db());
		asked.answer = 'cannot-ask';
		await dueAgain();
		await sendConfirmations(db());
		expect(deliverables).toHaveLength(1);
		expect(await state()).toEqual([['unknown', 1]]);
	});
	test('to an address that does not exist is given up', async () => {
		const { zoe, address } = await visitor();
		await ask(zoe, address);
		answers.push({ outcome: 'rejected', reason: 'provider-rejected', detail: '550 no such user' });
		await sendConfirmations(db());
		await dueAgain();
		expect(await sendConfirmations(db())).toBe(0);
		expect(await state()).toEqual([['rejected', 1]]);
	});
});
