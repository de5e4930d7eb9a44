import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { v7 as uuid } from 'uuid';
import type { JsonObject } from '@/lib/event';
import type { Call } from '@/lib/segment';
import type { IdentityKind } from './schema';

/** What a customer is found by: `kind` and normalised value. */
export type Identity = { kind: IdentityKind; value: string };
export const keyOf = ({ kind, value }: Identity): string => `${kind}\n${value}`;

/** Everything a call says about who it is of, normalised: e-mail in lower case, phone in E.164. */
export function identitiesOf(call: Call, country: string): Identity[] {
	const found: Identity[] = [];
	if (call.userId) found.push({ kind: 'user_id', value: call.userId });
	if (call.anonymousId) found.push({ kind: 'anonymous_id', value: call.anonymousId });
	// An alias names somebody known under another name, or a browser.
	if (call.type === 'alias' && call.previousId) found.push({ kind: 'anonymous_id', value: call.previousId });
	if (call.type !== 'identify') return found;
	const traits = call.properties;
	const email = textAt(traits, 'email')?.trim().toLowerCase();
	if (email && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) found.push({ kind: 'email', value: email });
	const phone = textAt(traits, 'phone');
	const parsed = phone
		? parsePhoneNumberFromString(phone, { defaultCountry: countryOf(textAt(traits, 'country') ?? country) })
		: undefined;
	if (parsed?.isPossible()) found.push({ kind: 'phone', value: parsed.number });
	const card = textAt(traits, 'loyalty_card', 'loyaltyCard');
	if (card) found.push({ kind: 'loyalty_card', value: card });
	return found;
}

function countryOf(code: string): 'FR' | 'BE' | 'CH' | 'GB' | 'US' | 'DE' | 'ES' | 'IT' {
	const known = (['FR', 'BE', 'CH', 'GB', 'US', 'DE', 'ES', 'IT'] as const).find((c) => c === code.toUpperCase());
	return known ?? 'FR';
}

export function textAt(object: JsonObject, ...names: string[]): string | undefined {
	for (const name of names) {
		const value = object[name];
		if (typeof value === 'string' && value !== '') return value;
		if (typeof value === 'number') return String(value);
	}
	return undefined;
}

/** Who is who while a batch is read: what the database knows, and what the calls before have added. */
export type Known = {
	/** By `keyOf`: the master it leads to. */
	owner: Map<string, string>;
	/** By customer: her user ids. More than one person on a device is told apart by them. */
	userIds: Map<string, Set<string>>;
};
export type Decisions = {
	created: Set<string>;
	/** New, or of another customer from now on. */
	claimed: Map<string, { identity: Identity; customerId: string }>;
	merges: { master: string; other: string }[];
};

/**
 * Whose call it is. An unknown visitor who turns out to be a known customer is merged into her. Two known customers are
 * never merged: a shared device goes with the latest login, an address stays with who had it first.
 */
export function resolve(identities: Identity[], known: Known, decisions: Decisions): string | null {
	if (identities.length === 0) return null;
	let customerId: string | null = null;
	for (const identity of identities) {
		const owner = known.owner.get(keyOf(identity));
		if (customerId === null) {
			customerId = owner ?? null;
			continue;
		}
		if (owner === undefined || owner === customerId) continue;
		const [mine, theirs] = [known.userIds.get(customerId)?.size ?? 0, known.userIds.get(owner)?.size ?? 0];
		const bothKnown = (mine > 0 || identities[0]?.kind === 'user_id') && theirs > 0;
		if (bothKnown) {
			if (identity.kind === 'anonymous_id') claim(identity, customerId, known, decisions);
			continue;
		}
		const [master, other]: [string, string] = theirs > 0 ? [owner, customerId] : [customerId, owner];
		absorb(master, other, known, decisions);
		customerId = master;
	}
	// A user id nobody has, on a device that somebody else is known by: somebody new.
	const [first] = identities;
	if (
		first?.kind === 'user_id' &&
		!known.owner.has(keyOf(first)) &&
		customerId !== null &&
		(known.userIds.get(customerId)?.size ?? 0) > 0
	) {
		customerId = null;
	}
	const isNew = customerId === null;
	const id = customerId ?? uuid();
	if (isNew) decisions.created.add(id);
	for (const identity of identities) {
		const owner = known.owner.get(keyOf(identity));
		if (owner === undefined || (isNew && identity.kind === 'anonymous_id')) claim(identity, id, known, decisions);
	}
	return id;
}

function claim(identity: Identity, customerId: string, known: Known, decisions: Decisions): void {
	known.owner.set(keyOf(identity), customerId);
	decisions.claimed.set(keyOf(identity), { identity, customerId });
	if (identity.kind === 'user_id')
		known.userIds.set(customerId, (known.userIds.get(customerId) ?? new Set()).add(identity.value));
}

function absorb(master: string, other: string, known: Known, decisions: Decisions): void {
	decisions.merges.push({ master, other });
	for (const [key, owner] of known.owner) if (owner === other) known.owner.set(key, master);
	const ids = known.userIds.get(master) ?? new Set<string>();
	for (const id of known.userIds.get(other) ?? []) ids.add(id);
	known.userIds.set(master, ids);
}
