import { and, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { JsonObject } from '@/lib/event';
import { isUuid } from '@/lib/uuid';
import { WRITTEN_TO } from './addresses';
import type { Tx } from './client';
import { apiKeys, customers, events, type IdentityKind, identities, sends, stores } from './schema';
import { SEARCHED_IN_PART, searchableName } from './searchable';

const PAGE = 50;

/** The masters that an identity leads to: none or one. */
export async function customersByIdentity(tx: Tx, kind: IdentityKind, value: string): Promise<string[]> {
	const rows = await tx
		.select({ id: sql<string>`coalesce(${customers.mergedInto}, ${customers.id})` })
		.from(identities)
		.innerJoin(customers, eq(customers.id, identities.customerId))
		.where(and(eq(identities.kind, kind), eq(identities.value, value)));
	return rows.map(({ id }) => id);
}

/** The name as traits carry it; Segment knows both spellings. */
export const customerName = sql<string | null>`coalesce(${customers.traits} ->> 'name', nullif(trim(concat_ws(' ',
	coalesce(${customers.traits} ->> 'first_name', ${customers.traits} ->> 'firstName'),
	coalesce(${customers.traits} ->> 'last_name', ${customers.traits} ->> 'lastName'))), ''))`;

/** Where she is written to. */
export function addressOf(kind: 'email' | 'phone'): SQL<string | null> {
	return sql<
		string | null
	>`(select i.value from ${identities} i where i.customer_id = ${customers.id} and i.kind = ${kind} order by ${WRITTEN_TO} limit 1)`;
}

/** How many customers an identity in part may lead to: who looks for “gmail” looks for nobody. */
const BY_IDENTITY = 1000;

/**
 * Where rows are of customers that a search means: part of a name, card, account, number or address, or the whole of an id.
 * `recent`: of those with such a name only so many, the last seen first, of `among` them.
 */
export function customersMatching(search: string, recent?: { n: number; among: SQL | undefined }): SQL {
	const text = search.trim();
	if (isUuid(text)) return eq(customers.id, text);
	const like = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
	const first = recent && sql`order by ${customers.lastSeenAt} desc, ${customers.id} desc limit ${recent.n}`;
	return sql`${customers.id} in (
		(select ${customers.id} from ${customers} where ${and(sql`${searchableName(customers.traits)} like ${like}`, recent?.among)} ${first})
		union all
		(select coalesce(c.merged_into, c.id) from ${identities} i join ${customers} c on c.id = i.customer_id
			where i.kind in ${SEARCHED_IN_PART} and lower(i.value) like ${like} limit ${BY_IDENTITY})
		union all
		select coalesce(c.merged_into, c.id) from ${identities} i join ${customers} c on c.id = i.customer_id
			where i.kind in ('anonymous_id', 'device', 'receipt') and i.value = ${text})`;
}

/** Most recently seen first, fifty at a time; `after` is the cursor of the page before. Merged profiles are behind their master. */
export async function listCustomers(
	tx: Tx,
	{ search, after }: { search?: string | undefined; after?: string | undefined },
) {
	const [seen, id] = after?.split('_') ?? [];
	const among = and(
		sql`${customers.mergedInto} is null and ${customers.erasedAt} is null`,
		seen && /^\d{1,15}$/.test(seen) && id && isUuid(id)
			? sql`(${customers.lastSeenAt}, ${customers.id}) < (${new Date(Number(seen)).toISOString()}::timestamptz, ${id}::uuid)`
			: undefined,
	);
	const rows = await tx
		.select({
			id: customers.id,
			name: customerName,
			email: addressOf('email'),
			phone: addressOf('phone'),
			// One by one, for the rows of the page: `not exists` would be asked of all identities at once.
			anonymous: sql<boolean>`(select false from ${identities} i where i.customer_id = ${customers.id} and i.kind <> 'anonymous_id' limit 1) is null`,
			homeStore: sql<string | null>`coalesce(${stores.name}, ${customers.homeStoreId})`,
			createdAt: customers.createdAt,
			lastSeenAt: customers.lastSeenAt,
		})
		.from(customers)
		.leftJoin(stores, eq(stores.id, customers.homeStoreId))
		.where(and(among, search ? customersMatching(search, { n: PAGE + 1, among }) : undefined))
		.orderBy(desc(customers.lastSeenAt), desc(customers.id))
		.limit(PAGE + 1);
	const last = rows[PAGE - 1];
	return {
		rows: rows.slice(0, PAGE),
		next: rows.length > PAGE && last ? `${last.lastSeenAt.getTime()}_${last.id}` : null,
	};
}

/** What of the timeline is shown. */
export const timelineKind = z.enum(['all', 'orders', 'stores', 'messages', 'profile']);
export type TimelineKind = z.infer<typeof timelineKind>;

const EVENTS_OF: Record<Exclude<TimelineKind, 'all' | 'messages'>, SQL> = {
	orders: sql`${events.name} like 'Order %'`,
	stores: sql`(${events.name} in ('Store Entered', 'Store Left', 'Coupon Redeemed') or (${events.name} = 'Order Completed' and ${events.properties} ? 'store_id'))`,
	profile: sql`(${events.type} in ('identify', 'alias', 'group') or ${events.name} in ('Consent Given', 'Consent Withdrawn', 'Customer Merged', 'Lifecycle Changed'))`,
};

export type TimelineItem =
	| {
			kind: 'event';
			at: Date;
			id: string;
			name: string;
			type: string;
			source: string;
			properties: JsonObject;
			history: boolean;
	  }
	| { kind: 'send'; at: Date; id: string; send: typeof sends.$inferSelect };

/** What she did and what she was sent, newest first, fifty at a time before an instant. */
export async function loadTimeline(
	tx: Tx,
	customerIds: string[],
	before: Date | null,
	kind: TimelineKind = 'all',
): Promise<{ items: TimelineItem[]; next: string | null }> {
	const of = kind === 'all' || kind === 'messages' ? undefined : EVENTS_OF[kind];
	const [happened, sent] = await Promise.all([
		kind === 'messages'
			? []
			: tx
					.select({ event: events, key: apiKeys.name })
					.from(events)
					// A source that did not say its name is known by its key's.
					.leftJoin(apiKeys, eq(events.source, sql`'key:' || ${apiKeys.id}`))
					.where(and(inArray(events.customerId, customerIds), of, before ? lt(events.effectiveAt, before) : undefined))
					.orderBy(desc(events.effectiveAt), desc(events.seq))
					.limit(PAGE + 1),
		kind !== 'all' && kind !== 'messages'
			? []
			: tx
					.select()
					.from(sends)
					.where(and(inArray(sends.customerId, customerIds), before ? lt(sends.createdAt, before) : undefined))
					.orderBy(desc(sends.createdAt))
					.limit(PAGE + 1),
	]);
	const all: TimelineItem[] = [
		...happened.map(({ event: e, key }) => ({
			kind: 'event' as const,
			at: e.effectiveAt,
			id: `event-${e.seq}`,
			name: e.name,
			type: e.type,
			source: key ?? e.source,
			properties: e.properties,
			history: e.history,
		})),
		...sent.map((send) => ({ kind: 'send' as const, at: send.createdAt, id: send.key, send })),
	].sort((a, b) => b.at.getTime() - a.at.getTime());
	const items = all.slice(0, PAGE);
	const last = items.at(-1);
	return { items, next: all.length > PAGE && last ? last.at.toISOString() : null };
}
