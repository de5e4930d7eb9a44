import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { signShown } from '@/channels/shown';
import { db } from '@/db/client';
import { confirmConsent } from '@/db/confirmations';
import { decideByCustomer } from '@/db/consents';
import { customersByIdentity } from '@/db/customer-views';
import { createForm, loadForm, saveForm, setFormPublished } from '@/db/forms';
import { ingest } from '@/db/ingest';
import { loadProfile } from '@/db/profiles';
import { consentRequests, consents, events, formSubmissions } from '@/db/schema';
import { askName, type FormDefinition, type Shown } from '@/lib/form';
import { newForm } from '@/lib/form-defaults';
import { readCall } from '@/lib/segment';
import { dispatchAll } from '@/workflows/testing/by-hand';
import { fixtures } from '@/workflows/testing/fixtures';
import { edges, MAIL, node, when } from '@/workflows/testing/graphs';

vi.mock('@/channels/deliver', () => import('@/workflows/testing/channel'));
vi.mock('next/cache', () => ({ revalidatePath: () => {} }));
const from = { address: '' };
vi.mock('next/headers', () => ({ headers: async () => new Headers({ 'x-forwarded-for': from.address }) }));
const { submit } = await import('./f/[slug]/actions');

const h = fixtures();
const noConfirmation = { doubleOptIn: { email: false, sms: false } };
beforeEach(async () => {
	from.address = uuid();
	await h.configure(noConfirmation);
	await h.archiveAll();
});

const WORDING = 'Yes, I would like offers by email.';
async function published(changes: Partial<FormDefinition> = {}) {
	const slug = `f-${uuid()}`;
	const id = await createForm(db(), { slug, definition: { ...newForm('newsletter', 'Autumn'), ...changes } }, 'system');
	await setFormPublished(db(), id, true, 'system');
	return { id, slug };
}

type Filled = { email?: string; tick?: boolean; at?: number; more?: Record<string, string>; shown?: Partial<Shown> };
/** What the page sends, read a minute ago unless said otherwise. */
async function send(
	{ id, slug }: { id: string; slug: string },
	{ email, tick = true, at, more = {}, shown = {} }: Filled,
) {
	const data = new FormData();
	data.set('slug', slug);
	const asks = [{ channel: 'email' as const, purpose: 'marketing', wording: WORDING }];
	const page = { of: id, version: 1, locale: 'fr' as const, at: at ?? Date.now() - 60_000, asks, ...shown };
	data.set('shown', signShown(page));
	if (email) data.set('email', email);
	if (tick) data.append('consent', askName({ channel: 'email', purpose: 'marketing' }));
	for (const [name, value] of Object.entries(more)) data.set(name, value);
	return submit({ is: 'new' }, data);
}
const address = () => `${uuid()}@example.test`;
const who = async (email: string) => (await customersByIdentity(db(), 'email', email))[0];
async function known(email: string) {
	const id = await who(email);
	if (!id) throw new Error(`nobody has ${email}`);
	return id;
}
const agreed = async (id: string) => (await loadProfile(db(), id)).consentsTo;
const told = async (id: string) =>
	(await db().select().from(events).where(eq(events.customerId, id)).orderBy(events.seq)).map(({ name }) => name);

describe('a form', () => {
	test('makes a customer of a visitor, with the consent she ticked and the proof of what she read', async () => {
		const form = await published();
		const email = address();
		expect(await send(form, { email, more: { first_name: 'Zoé' } })).toEqual({ is: 'taken' });
		const zoe = await known(email);
		expect((await loadProfile(db(), zoe)).facts).toMatchObject({ email, locale: 'fr', traits: { first_name: 'Zoé' } });
		expect(await agreed(zoe)).toEqual({ email: { marketing: true } });
		const [kept] = await db().select().from(consents).where(eq(consents.customerId, zoe));
		expect(kept).toMatchObject({
			...{ source: 'form', wording: WORDING },
			proof: {
				form: form.slug,
				version: 1,
				locale: 'fr',
				shownAt: expect.any(String),
				submittedAt: expect.any(String),
			},
		});
		expect(await told(zoe)).toEqual(['Customer Identified', 'Form Submitted', 'Consent Given']);
	});
	test('takes nothing for a consent that was not ticked', async () => {
		const form = await published();
		const email = address();
		await send(form, { email, tick: false });
		expect(await agreed(await known(email))).toEqual({});
	});
	test('of a visitor whose browser the site knows keeps what she did before: one profile', async () => {
		const form = await published();
		const anonymousId = uuid();
		const receivedAt = new Date();
		const viewed = readCall(
			{ type: 'track', event: 'Product Viewed', anonymousId },
			{ receivedAt: receivedAt.getTime() },
		);
		await ingest(db(), [viewed], { source: 'site', receivedAt, history: false });
		const email = address();
		await send(form, { email, more: { anonymousId } });
		expect(await told(await known(email))).toEqual([
			'Product Viewed',
			'Customer Identified',
			'Form Submitted',
			'Consent Given',
		]);
	});
	test('never ties a browser or a number to a customer whose address anybody could have typed', async () => {
		const form = await published({
			fields: [
				{ field: 'email', required: true },
				{ field: 'phone', required: false },
			],
		});
		const email = address();
		const zoe = await h.customer({ email, phone: '+33639712345' });
		const anonymousId = uuid();
		await send(form, { email, more: { anonymousId, phone: '+33639754321' } });
		expect(await told(zoe)).toContain('Form Submitted');
		expect((await loadProfile(db(), zoe)).facts).toMatchObject({ email, phone: '+33639712345' });
		expect(await customersByIdentity(db(), 'anonymous_id', anonymousId)).toEqual([]);
		expect(await customersByIdentity(db(), 'phone', '+33639754321')).toEqual([]);
	});
	test('of a customer in her own browser adds her number', async () => {
		const form = await published({
			fields: [
				{ field: 'email', required: true },
				{ field: 'phone', required: false },
			],
		});
		const email = address();
		const anonymousId = uuid();
		await send(form, { email, more: { anonymousId } });
		await send(form, { email, more: { anonymousId, phone: '+33639765432' } });
		expect(await customersByIdentity(db(), 'phone', '+33639765432')).toEqual([await known(email)]);
	});
	test('starts a journey', async () => {
		await h.publish({ nodes: [when('Form Submitted'), node('m', 'send-email', MAIL)], edges: edges('t>m') });
		const form = await published();
		const email = address();
		await send(form, { email });
		const zoe = await known(email);
		await dispatchAll();
		expect(await h.enrollmentsOf(zoe)).toHaveLength(1);
	});
	test('sent twice by a page that was loaded again is sent once', async () => {
		const form = await published();
		const email = address();
		const at = Date.now() - 60_000;
		await send(form, { email, at });
		await send(form, { email, at });
		expect(await db().select().from(formSubmissions).where(eq(formSubmissions.formId, form.id))).toHaveLength(1);
	});
	test('says what is missing or wrong, keeps what was typed, and writes nothing', async () => {
		const form = await published({
			fields: [
				{ field: 'email', required: true },
				{ field: 'phone', required: false },
			],
		});
		expect(await send(form, { email: 'not an address', more: { phone: '06 39 98 00 01' } })).toEqual({
			...{ is: 'wrong', errors: { email: 'invalid' }, ticked: ['email:marketing'] },
			values: { email: 'not an address', phone: '06 39 98 00 01' },
		});
		expect(await send(form, {})).toMatchObject({ errors: { email: 'missing' } });
		expect(await send(form, { email: address(), more: { phone: '000000' } })).toMatchObject({
			errors: { phone: 'invalid' },
		});
		expect(await db().select().from(formSubmissions).where(eq(formSubmissions.formId, form.id))).toEqual([]);
	});
	test('takes nothing from programs: what people cannot see is filled in, or it was read in no time', async () => {
		const form = await published();
		const email = address();
		expect(await send(form, { email, more: { website: 'https://spam.test' } })).toEqual({ is: 'taken' });
		expect(await send(form, { email, at: Date.now() })).toEqual({ is: 'taken' });
		expect(await who(email)).toBeUndefined();
	});
	test('is not taken from one place hundreds of times', async () => {
		const form = await published();
		const answers = [];
		for (let n = 0; n < 22; n++) answers.push(await send(form, { email: address() }));
		expect(answers.map(({ is }) => is)).toEqual([...Array(20).fill('taken'), 'too-many', 'too-many']);
	});
	test('that lay open since yesterday is shown again with today’s words', async () => {
		const form = await published();
		const email = address();
		expect(await send(form, { email, at: Date.now() - 25 * 3_600_000 })).toMatchObject({ is: 'again' });
		expect(await who(email)).toBeUndefined();
	});
	test('that is closed, or words that we did not write, are not taken', async () => {
		const form = await published();
		const email = address();
		expect(await send(form, { email, shown: { of: uuid() } })).toEqual({ is: 'new' });
		await setFormPublished(db(), form.id, false, 'system');
		expect(await send(form, { email })).toEqual({ is: 'new' });
		expect(await who(email)).toBeUndefined();
	});
});

describe('a consent from a form', () => {
	const requestTo = async (email: string) =>
		(await db().select().from(consentRequests).where(eq(consentRequests.address, email)))[0];

	test.each([
		['the form asks for it', { doubleOptIn: true }, {}],
		['the settings ask for it', {}, { doubleOptIn: { email: true, sms: false } }],
	])('holds once the address confirms it where %s', async (_why, changes, settings) => {
		await h.configure({ ...noConfirmation, ...settings });
		const form = await published(changes);
		const email = address();
		await send(form, { email });
		const zoe = await known(email);
		expect(await agreed(zoe)).toEqual({});
		expect(await told(zoe)).toEqual(['Customer Identified', 'Form Submitted', 'Consent Requested']);
		await confirmConsent(db(), (await requestTo(email))?.id ?? '');
		expect(await agreed(zoe)).toEqual({ email: { marketing: true } });
		const [kept] = await db().select().from(consents).where(eq(consents.customerId, zoe));
		expect(kept).toMatchObject({
			source: 'double-opt-in',
			proof: { form: form.slug, confirmedAt: expect.any(String) },
		});
	});
	test('that would undo an opt-out has to be confirmed: anybody can type her address', async () => {
		const form = await published();
		const email = address();
		const zoe = await h.customer({ email });
		const no = { channel: 'email', purpose: 'marketing', granted: false } as const;
		await decideByCustomer(db(), { customerId: zoe, source: 'one-click', id: 'm', decided: [no] });
		expect(await send(form, { email })).toEqual({ is: 'taken' });
		expect((await agreed(zoe)).email).toEqual({ marketing: false });
		await confirmConsent(db(), (await requestTo(email))?.id ?? '');
		expect((await agreed(zoe)).email).toEqual({ marketing: true });
	});
	test('keeps the words she read, although the form and the settings were edited meanwhile', async () => {
		const form = await published();
		const email = address();
		const definition = { ...(await loadForm(db(), form.id)).definition, name: 'Winter' };
		expect(await saveForm(db(), { id: form.id, version: 1, definition }, 'system')).toBe(2);
		await send(form, { email });
		const [kept] = await db()
			.select()
			.from(consents)
			.where(eq(consents.customerId, await known(email)));
		expect(kept).toMatchObject({ wording: WORDING, proof: { version: 1 } });
	});
	test('is of no other purpose than those the form showed', async () => {
		const form = await published();
		const email = address();
		await send(form, { email, more: { consent: 'email:partner-offers' } });
		expect(await agreed(await known(email))).toEqual({});
	});
});

test('a form is not saved over what somebody else saved, nor asks for a purpose that is not there', async () => {
	const form = await published();
	const { definition } = await loadForm(db(), form.id);
	await saveForm(db(), { id: form.id, version: 1, definition }, 'system');
	await expect(saveForm(db(), { id: form.id, version: 1, definition }, 'system')).rejects.toThrow(/meanwhile/);
	const lost = { ...definition, asks: [{ channel: 'email' as const, purpose: 'gone' }] };
	await expect(saveForm(db(), { id: form.id, version: 2, definition: lost }, 'system')).rejects.toThrow(/purposes/);
});
