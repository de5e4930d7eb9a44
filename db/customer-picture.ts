import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import { BASKET_EVENTS, type Basket, basketIn } from '@/lib/basket';
import type { Channel } from '@/lib/channel';
import { DEFAULT_PURPOSE } from '@/lib/consent';
import { nameIn } from '@/lib/customer-name';
import { durationMs } from '@/lib/duration';
import { NotFoundError } from '@/lib/errors';
import type { JsonObject } from '@/lib/event';
import { textIn } from '@/lib/event';
import { missing } from '@/lib/missing';
import { safeMinor } from '@/lib/money';
import { type NextContact, nextContact } from '@/lib/next-contact';
import { ORDER_EVENTS, type Order, ordersIn, productOf } from '@/lib/orders';
import { boughtInStore, researchedOnline } from '@/lib/researched-online';
import { isUuid } from '@/lib/uuid';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { OPEN } from './enrollments';
import { storeNames } from './event-names';
import { historiesOf, looksAt } from './history';
import { type Balance, standingOf } from './points';
import { COUNTED } from './pressure';
import { productNames } from './products';
import { loadProfile, type Profile } from './profiles';
import { type ReferralPicture, referralPicture } from './referral-views';
import {
	consents,
	customers,
	type EnrollmentStatus,
	enrollments,
	type IdentityKind,
	identities,
	journeys,
	merges,
	type SendState,
	segmentMembers,
	segments,
	sends,
	stores,
	vouchers,
} from './schema';
import { getWorkspaceSettings } from './workspace';

const ENTERED = 'Store Entered';
/** Of what may be without end, the latest so many. Orders and visits are counted over all. */
const LATEST = 50;
const DAY_MS = 86_400_000;
/** A basket that nobody touched for so long is no longer in progress. */
const BASKET_DAYS = 30;

type Place = { id: string; name: string };

/** Everything about one person, the same for the customer's page, the API and her own page. Money is in minor units. */
export type CustomerPicture = {
	id: string;
	name: string | null;
	createdAt: Date;
	lastSeenAt: Date;
	profile: Profile['facts'];
	/** Everybody she is: the master and whom ops or an event found to be her too. */
	ids: string[];
	merged: { id: string; at: Date; by: string }[];
	identities: {
		kind: IdentityKind;
		value: string;
		source: string;
		verified: boolean;
		firstSeenAt: Date;
		lastSeenAt: Date;
	}[];
	segments: { id: string; name: string; since: Date }[];
	homeStore: Place | null;
	basket: Basket | null;
	/** The latest first, each line with the catalogue's name where it came with none. `researchedOnline`: bought in a store, looked at online before. */
	orders: (Omit<Order, 'storeId'> & { store: Place | null; researchedOnline: boolean })[];
	/** Of orders that were not undone, in the currency most of them are in; `researchedOnline` is a part of `inStore`. */
	bought: { online: number; inStore: number; researchedOnline: number; totalMinor: number; currency: string };
	visits: { store: Place; at: number }[];
	messages: {
		key: string;
		channel: Channel;
		state: SendState;
		reason: string | null;
		at: Date;
		journey: string | null;
		enrollmentId: string;
	}[];
	vouchers: {
		code: string;
		title: string;
		state: 'issued' | 'redeemed' | 'cancelled' | 'released' | 'expired';
		/** Null: of no store in particular. */
		store: Place | null;
		expiresAt: Date;
		redeemedAt: Date | null;
	}[];
	journeys: {
		enrollmentId: string;
		journeyId: string;
		name: string;
		status: EnrollmentStatus;
		outcome: string | null;
		enteredAt: Date;
		endedAt: Date | null;
		open: boolean;
	}[];
	/** The decisions, the latest first; which of them hold is `profile`'s to say through `standing`. */
	consents: {
		channel: Channel;
		purpose: string;
		granted: boolean;
		source: string;
		wording: string | null;
		proof: JsonObject | null;
		decidedAt: Date;
	}[];
	standing: Profile['consentsTo'];
	/** When she may next be written to, and what it waits for, for offers and news. */
	contact: Record<Channel, NextContact>;
	points: Balance | null;
	referral: ReferralPicture;
};

/**
 * The picture of a customer, or of whom she was merged into, at `now` (UTC epoch ms): a handful of queries, whatever she
 * did. @throws NotFoundError when there is no such customer, or no more.
 */
export async function customerPicture(tx: Tx, id: string, now: number): Promise<CustomerPicture> {
	const [master] = isUuid(id)
		? await tx
				.select()
				.from(customers)
				.where(
					and(
						sql`${customers.id} = (select coalesce(merged_into, id) from customers where id = ${id})`,
						isNull(customers.erasedAt),
					),
				)
		: [];
	if (!master) throw new NotFoundError(missing.customer(id));
	const profile = await loadProfile(tx, master.id);
	const { ids, facts } = profile;
	const settings = await getWorkspaceSettings(tx);
	const [joined, known, within, histories, messages, issued, enrolled, decided, counted, points, referral] =
		await Promise.all([
			tx
				.select({ id: merges.otherId, at: merges.mergedAt, by: merges.mergedBy })
				.from(merges)
				.where(and(anyOf(merges.masterId, ids), isNull(merges.undoneAt)))
				.orderBy(desc(merges.mergedAt)),
			tx
				.select()
				.from(identities)
				.where(anyOf(identities.customerId, ids))
				.orderBy(identities.kind, desc(identities.lastSeenAt))
				.limit(LATEST),
			tx
				.select({ id: segments.id, name: segments.name, since: segmentMembers.enteredAt })
				.from(segmentMembers)
				.innerJoin(segments, eq(segments.id, segmentMembers.segmentId))
				.where(and(eq(segmentMembers.customerId, facts.id), isNull(segments.archivedAt)))
				.orderBy(segments.name),
			historiesOf(tx, [profile], [...new Set([...ORDER_EVENTS, ...BASKET_EVENTS, ENTERED])]),
			tx
				.select({
					...{ key: sends.key, channel: sends.channel, state: sends.state, reason: sends.reason, at: sends.createdAt },
					...{ journey: journeys.name, enrollmentId: sends.enrollmentId },
				})
				.from(sends)
				.leftJoin(journeys, eq(journeys.id, sends.journeyId))
				.where(anyOf(sends.customerId, ids))
				.orderBy(desc(sends.createdAt))
				.limit(LATEST),
			tx
				.select({ voucher: vouchers, store: stores.name })
				.from(vouchers)
				.leftJoin(stores, eq(stores.id, vouchers.storeId))
				.where(anyOf(vouchers.customerId, ids))
				.orderBy(desc(vouchers.issuedAt))
				.limit(LATEST),
			tx
				.select({
					...{ enrollmentId: enrollments.id, journeyId: enrollments.journeyId, name: journeys.name },
					...{ status: enrollments.status, outcome: enrollments.outcome },
					...{ enteredAt: enrollments.enteredAt, endedAt: enrollments.endedAt },
				})
				.from(enrollments)
				.innerJoin(journeys, eq(journeys.id, enrollments.journeyId))
				.where(anyOf(enrollments.customerId, ids))
				.orderBy(sql`${inArray(enrollments.status, OPEN)} desc`, desc(enrollments.enteredAt))
				.limit(LATEST),
			tx
				.select()
				.from(consents)
				.where(anyOf(consents.customerId, ids))
				.orderBy(desc(consents.decidedAt), desc(consents.id))
				.limit(LATEST),
			tx
				.select({ channel: sends.channel, at: sends.createdAt })
				.from(sends)
				.where(
					and(
						anyOf(sends.customerId, ids),
						inArray(sends.state, COUNTED),
						gt(sends.createdAt, new Date(now - longest(settings.frequencyCaps))),
					),
				),
			standingOf(tx, ids),
			referralPicture(tx, ids),
		]);
	const happened = histories.get(facts.id) ?? [];
	const orders = ordersIn(happened);
	const researched = researchedOnline(orders, await looksAt(tx, ids, boughtInStore(orders)));
	const entered = happened.filter(({ name }) => name === ENTERED);
	const place = await placesOf(tx, [
		...orders.map(({ storeId }) => storeId),
		...entered.map(({ properties }) => textIn(properties.store_id)),
		facts.homeStoreId,
	]);
	const latest = orders.toReversed().slice(0, LATEST);
	const basket = basketIn(happened.filter(({ at }) => at > now - BASKET_DAYS * DAY_MS));
	const named = await productNames(tx, [
		...new Set([
			...latest.flatMap(({ lines }) => lines.flatMap((line) => productOf(line) ?? [])),
			...(basket?.lines ?? []).flatMap(({ productId }) => productId ?? []),
		]),
	]);
	const nameOf = (id: string | null) => (id === null ? null : (named.get(id) ?? null));
	const contact = (channel: Channel): NextContact =>
		nextContact({
			...{ now, channel, address: channel === 'email' ? facts.email : facts.phone },
			...{ consent: profile.consents[channel] ?? false, consentFor: DEFAULT_PURPOSE },
			quietHours: settings.quietHours[channel],
			zone: facts.timeZone ?? settings.timeZone,
			caps: { channel: settings.frequencyCaps[channel], all: settings.frequencyCaps.all },
			sent: counted.map((send) => ({ channel: send.channel, at: send.at.getTime() })),
		});
	return {
		...{ id: facts.id, name: nameIn(facts.traits), createdAt: master.createdAt, lastSeenAt: master.lastSeenAt },
		...{ profile: facts, ids, merged: joined, segments: within, messages, standing: profile.consentsTo },
		identities: known.map(({ kind, value, source, verified, firstSeenAt, lastSeenAt }) => ({
			...{ kind, value, source, verified, firstSeenAt, lastSeenAt },
		})),
		homeStore: place(facts.homeStoreId),
		basket: basket && {
			...basket,
			lines: basket.lines.map((line) => ({ ...line, name: line.name ?? nameOf(line.productId) })),
		},
		orders: latest.map(({ storeId, lines, ...order }) => ({
			...{ ...order, store: place(storeId), researchedOnline: researched.has(order.id) },
			lines: lines.map((line) => {
				const name = textIn(line.name) ?? nameOf(productOf(line));
				return name === null ? line : { ...line, name };
			}),
		})),
		bought: boughtIn(orders, researched, settings.currency),
		visits: entered
			.toReversed()
			.flatMap(({ properties, at }) => {
				const store = place(textIn(properties.store_id));
				return store ? [{ store, at }] : [];
			})
			.slice(0, LATEST),
		vouchers: issued.map(({ voucher, store }) => ({
			...{ code: voucher.code, title: voucher.title, expiresAt: voucher.expiresAt, redeemedAt: voucher.redeemedAt },
			state: voucher.state === 'issued' && voucher.expiresAt.getTime() < now ? 'expired' : voucher.state,
			store: voucher.storeId === null ? null : { id: voucher.storeId, name: store ?? voucher.storeId },
		})),
		journeys: enrolled.map((row) => ({ ...row, open: OPEN.includes(row.status) })),
		consents: decided.map(({ channel, purpose, granted, source, wording, proof, decidedAt }) => ({
			...{ channel, purpose, granted, source, wording, proof, decidedAt },
		})),
		contact: { email: contact('email'), sms: contact('sms') },
		points,
		referral,
	};
}

/** The longest window of the caps, ms: nothing before it counts. */
function longest(caps: Record<Channel | 'all', { per: string } | null>): number {
	return Math.max(0, ...Object.values(caps).flatMap((cap) => (cap ? [durationMs(cap.per)] : [])));
}

function boughtIn(orders: Order[], researched: Set<string>, otherwise: string): CustomerPicture['bought'] {
	const kept = orders.filter(({ undone }) => !undone);
	const currencies = kept.map((order) => order.currency ?? otherwise);
	const count = (currency: string) => currencies.filter((each) => each === currency).length;
	const currency = currencies.reduce((a, b) => (count(b) > count(a) ? b : a), currencies[0] ?? otherwise);
	return {
		online: kept.filter(({ storeId }) => storeId === null).length,
		inStore: kept.filter(({ storeId }) => storeId !== null).length,
		researchedOnline: kept.filter(({ id }) => researched.has(id)).length,
		totalMinor: safeMinor(
			kept
				.filter((order) => (order.currency ?? otherwise) === currency)
				.reduce((sum, { totalMinor, refundedMinor }) => sum + totalMinor - refundedMinor, 0),
		),
		currency,
	};
}

/** Stores by their ids; one that the catalogue does not know is called by its id. */
async function placesOf(tx: Tx, ids: (string | null)[]): Promise<(id: string | null) => Place | null> {
	const names = await storeNames(tx, [...new Set(ids.filter((id) => id !== null))]);
	return (id) => (id === null ? null : { id, name: names.get(id) ?? id });
}
