import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { v7 as uuid } from 'uuid';
import type { Json, JsonObject } from '@/lib/event';
import { ORDER_EVENTS } from '@/lib/orders';
import type { Call } from '@/lib/segment';
import type { IdentityKind } from './schema';

/** What a customer is found by: `kind` and normalised value. */
export type Identity = { kind: IdentityKind; value: string };
export const keyOf = ({ kind, value }: Identity): string => `${kind}\n${value}`;

/**
 * Who tells: the retailer's own servers (the secret key, a source's signature), or a page, with what everybody can read in
 * it (the write key) or type into it (a form).
 */
export type Teller = 'page' | 'server';

/**
 * How a call names somebody: her account (`login`), a browser or an installed app (`device`), what she says of herself
 * (`trait`), or, of an alias, the account that turned out to be hers too (`former`). A `hint` is in many hands (a shop's
 * tablet, a receipt): it leads to somebody when nothing else does, and never makes one of two.
 */
export type Mention = Identity & { how: 'login' | 'device' | 'trait' | 'former' | 'hint'; verified?: boolean };

/** How stale an identity's “last seen” may be: who clicks does not write her browser down with every click. */
const SEEN_MS = 86_400_000;
/** An index entry of Postgres has room for about 2,700 bytes. */
const LONGEST = 300;

/** What a till or a shop says in the event itself about whose it is. Of other events the properties may be of somebody else: a friend who is invited. */
const OF_THE_BUYER = new Set<string>([...ORDER_EVENTS, 'Store Entered', 'Store Left']);

/**
 * Everything a call says about who it is of, normalised: email in lower case, phone in E.164. A page neither confirms an
 * address nor tells that two accounts are one.
 */
export function mentionsOf(call: Call, country: string, teller: Teller = 'page'): Mention[] {
	const trusted = teller === 'server';
	const found: Mention[] = [];
	if (call.userId) found.push({ kind: 'user_id', value: call.userId, how: 'login' });
	if (call.anonymousId) found.push({ kind: 'anonymous_id', value: call.anonymousId, how: 'device' });
	if (call.type === 'alias' && call.previousId) {
		if (trusted) found.push({ kind: 'user_id', value: call.previousId, how: 'former' });
		found.push({ kind: 'anonymous_id', value: call.previousId, how: 'device' });
	}
	const traits = traitsIn(call);
	const card = textAt(traits, 'loyalty_card', 'loyaltyCard');
	if (card && card.length <= LONGEST) found.push({ kind: 'loyalty_card', value: card, how: 'trait' });
	const email = textAt(traits, 'email')?.trim().toLowerCase();
	if (email && email.length <= LONGEST && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
		found.push({ kind: 'email', value: email, how: 'trait', verified: trusted && traits.email_verified === true });
	const phone = phoneIn(traits, country);
	const called = trusted && traits.phone_number_verified === true;
	if (phone) found.push({ kind: 'phone', value: phone, how: 'trait', verified: called });
	const receipt = call.type === 'track' ? textAt(call.properties, 'receipt_id', 'receiptId') : undefined;
	if (receipt && receipt.length <= LONGEST) found.push({ kind: 'receipt', value: receipt, how: 'hint' });
	const device = textAt(objectIn(call.context.device), 'id');
	if (device && device.length <= LONGEST) found.push({ kind: 'device', value: device, how: 'hint' });
	return found;
}

/** What a call says of whose it is: an identify's traits, Segment's `context.traits`, and of an order or a visit its own properties. */
export function traitsIn({
	type,
	name,
	properties,
	context,
}: Pick<Call, 'type' | 'name' | 'properties' | 'context'>): JsonObject {
	if (type === 'identify') return properties;
	if (type !== 'track') return objectIn(context.traits);
	return { ...(OF_THE_BUYER.has(name) ? properties : {}), ...objectIn(context.traits) };
}

function objectIn(value: Json | undefined): JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** In E.164; numbers without a country's prefix are of hers, else of `country` (ISO 3166-1 alpha-2). */
function phoneIn(traits: JsonObject, country: string): string | undefined {
	const phone = textAt(traits, 'phone');
	if (!phone || phone.length > 50) return undefined;
	const code = (countryIn(traits) ?? country).toUpperCase();
	const parsed = parsePhoneNumberFromString(phone, isSupportedCountry(code) ? { defaultCountry: code } : {});
	return parsed?.isPossible() ? parsed.number : undefined;
}

export function countryIn(traits: JsonObject): string | undefined {
	const country = textAt(traits, 'country') ?? textAt(objectIn(traits.address), 'country');
	return country && /^[A-Za-z]{2}$/.test(country) ? country.toUpperCase() : undefined;
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
	/** By `keyOf`: whose it is, and since when (UTC epoch ms). */
	owner: Map<string, { customerId: string; since: number }>;
	/** By customer: `keyOf` of what tells a person from another, her accounts and loyalty cards. Nobody's: a visitor. */
	marks: Map<string, Set<string>>;
	/** By customer: since when she is there (UTC epoch ms). */
	born: Map<string, number>;
	/** By customer: who is not her, as ops said. */
	apart: Map<string, Set<string>>;
};
export type Decisions = {
	created: Set<string>;
	/** New, seen again or of another customer from now on. */
	claimed: Map<string, { identity: Identity; customerId: string; at: number; verified: boolean }>;
	merges: { master: string; other: string }[];
	/** By customer: whom she was merged into. */
	into: Map<string, string>;
	/** Which calls, by their place, made one customer of two. */
	joining: Set<number>;
};

export function noDecisions(): Decisions {
	return { created: new Set(), claimed: new Map(), merges: [], into: new Map(), joining: new Set() };
}

export function masterOf(customerId: string, { into }: Pick<Decisions, 'into'>): string {
	let id = customerId;
	for (let next = into.get(id); next !== undefined; next = into.get(id)) id = next;
	return id;
}

/**
 * Whose call it is. A visitor who turns out to be a known customer is merged into her. A device never merges two known
 * customers: it goes with the latest login. What two known customers share (an address) stays with who had it first.
 * Only an alias makes one of two accounts, and nothing but ops of two that ops have told apart. A hint alone leads to
 * who is known by it, and makes nobody up.
 */
export function resolve(mentions: Mention[], at: number, known: Known, decisions: Decisions): string | null {
	const ownerOf = (mention: Identity) => {
		const owner = known.owner.get(keyOf(mention));
		return owner && masterOf(owner.customerId, decisions);
	};
	const names = mentions.filter(({ how }) => how !== 'hint');
	if (names.length === 0) return mentions.map(ownerOf).find((owner) => owner !== undefined) ?? null;
	const brought = names.filter((m) => m.how !== 'former' && isMark(m)).map(keyOf);
	const marksOf = (id: string | null) => (id && known.marks.get(id)) || new Set<string>();

	const login = names.find(({ how }) => how === 'login');
	let person = (login && ownerOf(login)) ?? null;
	for (const mention of names) {
		const owner = ownerOf(mention);
		if (owner === undefined || owner === person) continue;
		const mine = new Set([...brought, ...marksOf(person)]);
		if (mention.how !== 'former' && isSomebodyElse(mention, mine, marksOf(owner))) continue;
		if (person !== null && known.apart.get(person)?.has(owner)) continue;
		person = person === null ? owner : join(person, owner, known, decisions);
	}
	const id = person ?? uuid();
	if (person === null) {
		decisions.created.add(id);
		known.born.set(id, at);
	}

	const wasAccount = names.find(({ how }) => how === 'former');
	for (const mention of mentions) {
		if (mention.how === 'former') continue;
		// An alias from an account, not from a browser.
		if (wasAccount && mention.value === wasAccount.value && mention !== login && ownerOf(wasAccount)) continue;
		const owner = ownerOf(mention);
		const since = known.owner.get(keyOf(mention))?.since ?? Number.NEGATIVE_INFINITY;
		const seenAgain = owner === id && (mention.how === 'trait' || at - since >= SEEN_MS);
		const handedOn = (mention.how === 'device' || mention.kind === 'device') && owner !== id && at >= since;
		if (owner === undefined || seenAgain || handedOn) claim(mention, id, at, known, decisions);
	}
	return id;
}

/** Who signs in shows that the account is hers. */
function isConfirmed({ how, verified }: Mention): boolean {
	return how === 'login' || verified === true;
}

function isMark({ kind }: Identity): boolean {
	return kind === 'user_id' || kind === 'loyalty_card';
}

function isSomebodyElse(mention: Mention, mine: Set<string>, theirs: Set<string>): boolean {
	if (mine.size === 0 || theirs.size === 0 || [...mine].some((mark) => theirs.has(mark))) return false;
	if (mention.how === 'device') return true;
	// Said by herself: another account, or another card, is another person. A card for an account is not.
	const kinds = new Set([...mine].map(kindOf));
	return [...theirs].some((mark) => kinds.has(kindOf(mark)));
}

function kindOf(key: string): string {
	return key.slice(0, key.indexOf('\n'));
}

function claim(mention: Mention, customerId: string, at: number, known: Known, decisions: Decisions): void {
	const { kind, value } = mention;
	const key = keyOf({ kind, value });
	const before = decisions.claimed.get(key);
	known.owner.set(key, { customerId, since: at });
	const verified = isConfirmed(mention) || (before?.customerId === customerId && before.verified);
	decisions.claimed.set(key, { identity: { kind, value }, customerId, at, verified });
	if (isMark({ kind, value })) known.marks.set(customerId, (known.marks.get(customerId) ?? new Set()).add(key));
}

/** Makes one of two: who is known stays; of two who are, or of two visitors, who was there first. */
function join(first: string, second: string, known: Known, decisions: Decisions): string {
	const about = (id: string) => ({ id, known: (known.marks.get(id)?.size ?? 0) > 0, born: known.born.get(id) ?? 0 });
	const [master, other] = masterFirst(about(first), about(second));
	decisions.merges.push({ master, other });
	decisions.into.set(other, master);
	known.marks.set(master, new Set([...(known.marks.get(first) ?? []), ...(known.marks.get(second) ?? [])]));
	known.born.set(master, Math.min(known.born.get(first) ?? 0, known.born.get(second) ?? 0));
	known.apart.set(master, new Set([...(known.apart.get(first) ?? []), ...(known.apart.get(second) ?? [])]));
	return master;
}

type Candidate = { id: string; known: boolean; born: number };

/** The ids of two profiles, the one first that stays when they become one. */
export function masterFirst(a: Candidate, b: Candidate): [string, string] {
	if (a.known !== b.known) return a.known ? [a.id, b.id] : [b.id, a.id];
	return a.born < b.born || (a.born === b.born && a.id <= b.id) ? [a.id, b.id] : [b.id, a.id];
}
