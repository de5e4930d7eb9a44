import { durationMs } from './duration';
import type { EventFact } from './event';
import { ordersIn } from './orders';
import type { Call } from './segment';

/** What the retailer's site finds in its address when a friend arrives by a referral link: `?ref=CODE`. */
export const CODE_PARAMETER = 'ref';
/** As db/voucher-codes.ts writes them. */
const CODE = /^[2-9A-HJKMNP-Z]{12}$/;

/** A friend brought a code: whose it is (`by`), and since when (UTC epoch ms). */
export type Tie = { id: string; by: string; at: number };

/**
 * What became of a friend's referrals: nothing counts, the order that would count is still to be kept (until `next`, UTC
 * epoch ms; null: there is none yet), or one was.
 */
export type Referred =
	| { is: 'refused'; why: 'no-friend' | 'customer-before' }
	| { is: 'waiting'; tie: Tie; next: number | null }
	| { is: 'kept'; tie: Tie; orderId: string };

/**
 * Whether a friend was won. The first code counts that is not her own, and only for somebody who had never ordered when
 * she brought it. It is earned by the first order from then on that was not cancelled or paid back as a whole for
 * `keptFor` (ISO 8601).
 */
export function referred(
	ties: readonly Tie[],
	{ friend, history, keptFor, now }: { friend: string; history: readonly EventFact[]; keptFor: string; now: number },
): Referred {
	const [tie] = ties.filter(({ by }) => by !== friend).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
	if (!tie) return { is: 'refused', why: 'no-friend' };
	const orders = ordersIn(history);
	if (orders.some(({ at }) => at < tie.at)) return { is: 'refused', why: 'customer-before' };
	const [first] = orders.filter(({ undone }) => !undone);
	if (!first) return { is: 'waiting', tie, next: null };
	const until = first.at + durationMs(keptFor);
	return until <= now ? { is: 'kept', tie, orderId: first.id } : { is: 'waiting', tie, next: until };
}

/**
 * The code that a friend's call hands back: the property or trait `referral_code`, `context.referral`, or `ref` in the
 * address of the page (Segment's `context.page.search`, which analytics.js sends by itself). Null: none.
 */
export function referralCodeIn({ properties, context }: Pick<Call, 'properties' | 'context'>): string | null {
	const { page } = context;
	const search = page !== null && typeof page === 'object' && !Array.isArray(page) ? page.search : null;
	const inAddress = typeof search === 'string' ? new URLSearchParams(search).get(CODE_PARAMETER) : null;
	for (const said of [properties.referral_code, context.referral, inAddress]) {
		const code = typeof said === 'string' ? readCode(said) : null;
		if (code) return code;
	}
	return null;
}

/** A code as it may have been typed; null when it cannot be one. */
export function readCode(typed: string): string | null {
	const code = typed.replace(/[\s-]/g, '').toUpperCase();
	return CODE.test(code) ? code : null;
}

/** The retailer's site, told by which code the friend comes. */
export function siteWithCode(siteUrl: string, code: string): string {
	const url = new URL(siteUrl);
	url.searchParams.set(CODE_PARAMETER, code);
	return url.href;
}
