import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Channel } from '@/lib/channel';
import { consentTo } from '@/lib/consent';
import type { JsonObject } from '@/lib/event';
import { ADDRESS_FIELD, askName, type Shown } from '@/lib/form';
import { type Call, OWN_IDS } from '@/lib/segment';
import type { Db, Tx } from './client';
import { requestConfirmation } from './confirmations';
import { lockForDecision, recordOwnDecisions } from './consents';
import { customersByIdentity } from './customer-views';
import type { Form } from './forms';
import { homeCountry } from './identities';
import { ingest } from './ingest';
import { loadProfile } from './profiles';
import { recordEvents } from './record-events';
import { type Mention, mentionsOf } from './resolve';
import { formSubmissions } from './schema';
import { getWorkspaceSettings } from './workspace';

export type Submission = {
	form: Form;
	/** The consents as they were put before her. */
	shown: Shown;
	/** Of those, the ones she ticked. */
	ticked: Shown['asks'];
	/** Read by `readAnswers`. */
	traits: JsonObject;
	/** The browser's, when the site gave it: its visitor becomes the customer. */
	anonymousId: string | null;
	/** The code of the friend whose link she followed, when the site gave it. */
	referral: string | null;
	/** UTC instant. */
	at: Date;
};

/**
 * Takes a form in as an identify call would be, in one transaction with what it means: who she is, that she sent it
 * (`Form Submitted`, which starts journeys) and what she agreed to. `phone`: the number cannot be called, nothing was
 * written.
 */
export async function capture(db: Db, submission: Submission): Promise<'taken' | 'phone'> {
	const { form, shown, anonymousId, referral, at } = submission;
	const call: Call = {
		...{ type: 'identify', name: 'Customer Identified', userId: null, previousId: null, anonymousId },
		// Sent twice (a page that was loaded again), it is one.
		messageId: `${OWN_IDS}form:${hashOf([form.id, shown, submission.traits, anonymousId])}`,
		properties: { ...submission.traits, locale: shown.locale },
		context: referral ? { referral } : {},
		at: at.getTime(),
	};
	const mentions = mentionsOf(call, await homeCountry(db));
	const addressOf = (kind: 'email' | 'phone') => mentions.find((mention) => mention.kind === kind)?.value ?? null;
	const phone = addressOf('phone');
	if (typeof call.properties.phone === 'string') {
		if (phone === null) return 'phone';
		call.properties.phone = phone;
	}
	const source = `form:${form.slug}`;
	await ingest(
		db,
		[await narrowed(db, call, mentions)],
		{ source, receivedAt: at, history: false },
		async (tx, [taken]) => {
			const customerId = taken?.customerId;
			if (!customerId) throw new Error('a form names an address, and an address a customer');
			const id = uuid();
			await tx.insert(formSubmissions).values({
				...{ id, formId: form.id, customerId, shown, createdAt: at },
				ticked: submission.ticked.map(askName),
			});
			await recordEvents(tx, [
				{
					messageId: `${OWN_IDS}form-submitted:${id}`,
					name: 'Form Submitted',
					customerId,
					at,
					source: 'parcours',
					properties: { form_id: form.id, kind: form.definition.kind, form: form.slug, version: shown.version },
				},
			]);
			for (const channel of ['email', 'sms'] as const) {
				const asks = submission.ticked.filter((each) => each.channel === channel);
				const to = addressOf(ADDRESS_FIELD[channel]);
				if (asks.length > 0 && to) await agree(tx, { ...submission, id, channel, asks, to, customerId });
			}
		},
	);
	return 'taken';
}

/**
 * Anybody can type the address of a customer we know. It leads to her, but ties neither this browser nor a second
 * address nor a friend to her: unless the browser is hers already, what is typed shows nothing about who types.
 */
async function narrowed(tx: Tx, call: Call, mentions: Mention[]): Promise<Call> {
	const owners = new Map<string, string | undefined>();
	for (const { kind, value } of mentions) owners.set(kind, (await customersByIdentity(tx, kind, value))[0]);
	const browser = owners.get('anonymous_id');
	const known = Object.values(ADDRESS_FIELD).find((kind) => owners.get(kind) && owners.get(kind) !== browser);
	if (!known) return call;
	const { email: _email, phone: _phone, ...others } = call.properties;
	return {
		...call,
		anonymousId: null,
		context: {},
		properties: { ...others, [known]: call.properties[known] ?? null },
	};
}

/**
 * What she ticked, of one channel. It is about whoever has the address, and holds at once, or once the address confirms
 * it: where the form or the settings ask for that, and wherever it would undo an opt-out or the address is another
 * customer's than the browser's. Anybody can type an address; only its owner opens what is sent there.
 */
async function agree(
	tx: Tx,
	given: Submission & { id: string; channel: Channel; asks: Shown['asks']; to: string; customerId: string },
): Promise<void> {
	const { form, shown, channel, asks, to, at } = given;
	const [owner] = await customersByIdentity(tx, ADDRESS_FIELD[channel], to);
	// A second address that was not taken from a stranger.
	if (!owner) return;
	await lockForDecision(tx, owner);
	const profile = await loadProfile(tx, owner);
	const { doubleOptIn } = await getWorkspaceSettings(tx);
	const optedOut = (purpose: string) => profile.consentsTo[channel]?.[purpose] === false;
	const proof = {
		...{ form: form.slug, version: shown.version, locale: shown.locale, submission: given.id },
		...{ shownAt: new Date(shown.at).toISOString(), submittedAt: at.toISOString() },
	};
	const confirming = asks.filter(
		({ purpose }) =>
			!consentTo(profile.consentsTo, channel, purpose) &&
			(form.definition.doubleOptIn || doubleOptIn[channel] || optedOut(purpose) || owner !== given.customerId),
	);
	const atOnce = asks.filter((each) => !confirming.includes(each));
	await recordOwnDecisions(tx, profile, {
		source: 'form',
		id: given.id,
		decided: atOnce.map(({ purpose, wording }) => ({ channel, purpose, granted: true, wording, proof })),
	});
	if (confirming.length > 0)
		await requestConfirmation(tx, {
			...{ customerId: owner, channel, address: to, locale: shown.locale, proof, at },
			asks: confirming.map(({ purpose, wording }) => ({ purpose, wording })),
		});
}

function hashOf(what: unknown): string {
	return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 32);
}
