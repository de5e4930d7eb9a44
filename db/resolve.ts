import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { v7 as uuid } from 'uuid';
import type { JsonObject } from '@/lib/event';
import type { Call } from '@/lib/segment';
import type { IdentityKind } from './schema';

/** What a customer is found by: `kind` and normalised value. */
export type Identity = { kind: IdentityKind; value: string };
export const keyOf = ({ kind, value }: Identity): string => `${kind}\n${value}`;

/**
 * How a call names somebody: her account (`login`), a browser or device, what she says of herself (`trait`), or, of an
 * alias, the account that turned out to be hers too (`former`).
 */
export type Mention = Identity & { how: 'login' | 'device' | 'trait' | 'former' };

/** An index entry of Postgres has room for about 2,700 bytes. */
const LONGEST = 300;

/** Everything a call says about who it is of, normalised: email in lower case, phone in E.164. */
export function mentionsOf(call: Call, country: string): Mention[] {
	const found: Mention[] = [];
	if (call.userId) found.push({ kind: 'user_id', value: call.userId, how: 'login' });
	if (call.anonymousId) found.push({ kind: 'anonymous_id', value: call.anonymousId, how: 'device' });
	if (call.type === 'alias' && call.previousId) {
		found.push({ kind: 'user_id', value: call.previousId, how: 'former' });
		found.push({ kind: 'anonymous_id', value: call.previousId, how: 'device' });
	}
	if (call.type !== 'identify') return found;
	const traits = call.properties;
	const card = textAt(traits, 'loyalty_card', 'loyaltyCard');
	if (card && card.length <= LONGEST) found.push({ kind: 'loyalty_card', value: card, how: 'trait' });
	const email = textAt(traits, 'email')?.trim().toLowerCase();
	if (email && email.length <= LONGEST && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
		found.push({ kind: 'email', value: email, how: 'trait' });
	const phone = phoneIn(traits, country);
	if (phone) found.push({ kind: 'phone', value: phone, how: 'trait' });
	return found;
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
	const { address } = traits;
	const of = typeof address === 'object' && address !== null && !Array.isArray(address) ? address : {};
	const country = textAt(traits, 'country') ?? textAt(of, 'country');
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
};
export type Decisions = {
	created: Set<string>;
	/** New, seen again or of another customer from now on. */
	claimed: Map<string, { identity: Identity; customerId: string; at: number }>;
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
 * Only an alias makes one of two accounts.
 */
export function resolve(mentions: Mention[], at: number, known: Known, decisions: Decisions): string | null {
	if (mentions.length === 0) return null;
	const ownerOf = (mention: Identity) => {
		const owner = known.owner.get(keyOf(mention));
		return owner && masterOf(owner.customerId, decisions);
	};
	const brought = mentions.filter((m) => m.how !== 'former' && isMark(m)).map(keyOf);
	const marksOf = (id: string | null) => (id && known.marks.get(id)) || new Set<string>();

	const login = mentions.find(({ how }) => how === 'login');
	let person = (login && ownerOf(login)) ?? null;
	for (const mention of mentions) {
		const owner = ownerOf(mention);
		if (owner === undefined || owner === person) continue;
		const mine = new Set([...brought, ...marksOf(person)]);
		if (mention.how !== 'former' && isSomebodyElse(mention, mine, marksOf(owner))) continue;
		person = person === null ? owner : join(person, owner, known, decisions);
	}
	const id = person ?? uuid();
	if (person === null) decisions.created.add(id);

	const wasAccount = mentions.find(({ how }) => how === 'former');
	for (const mention of mentions) {
		if (mention.how === 'former') continue;
		// An alias from an account, not from a browser.
		if (wasAccount && mention.value === wasAccount.value && mention !== login && ownerOf(wasAccount)) continue;
		const owner = ownerOf(mention);
		const seenAgain = mention.how === 'trait' && owner === id;
		const handedOn =
			mention.how === 'device' &&
			owner !== id &&
			at >= (known.owner.get(keyOf(mention))?.since ?? Number.NEGATIVE_INFINITY);
		if (owner === undefined || seenAgain || handedOn) claim(mention, id, at, known, decisions);
	}
	return id;
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

function claim({ kind, value }: Identity, customerId: string, at: number, known: Known, decisions: Decisions): void {
	const key = keyOf({ kind, value });
	known.owner.set(key, { customerId, since: at });
	decisions.claimed.set(key, { identity: { kind, value }, customerId, at });
	if (isMark({ kind, value })) known.marks.set(customerId, (known.marks.get(customerId) ?? new Set()).add(key));
}

/** Makes one of two; who is known, else who was there first, stays. */
function join(first: string, second: string, known: Known, decisions: Decisions): string {
	const marks = [known.marks.get(first) ?? new Set<string>(), known.marks.get(second) ?? new Set<string>()] as const;
	const [master, other] = marks[0].size === 0 && marks[1].size > 0 ? [second, first] : [first, second];
	decisions.merges.push({ master, other });
	decisions.into.set(other, master);
	known.marks.set(master, new Set([...marks[0], ...marks[1]]));
	return master;
}
