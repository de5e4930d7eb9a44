import { and, eq, gte, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Attributes, attributes, joinAttributes, type OwnProfile, sayToOwn } from '@/lib/merged-attributes';
import type { Tx } from './client';
import { type ProfileChange, profileChange } from './profile-changes';
import { customers, events, ownProfiles } from './schema';

type Row = typeof customers.$inferSelect;

function attributesOf(row: Row): Attributes {
	const { traits, locale, country, timeZone, homeStoreId } = row;
	return {
		...{ traits, locale, country, timeZone, homeStoreId },
		createdAt: row.createdAt.toISOString(),
		lastSeenAt: row.lastSeenAt.toISOString(),
	};
}

async function load(tx: Tx, id: string): Promise<Row> {
	const [row] = await tx.select().from(customers).where(eq(customers.id, id));
	if (!row) throw new Error(`no customer ${id}`);
	return row;
}

/** Gives a master what was said to her since she was last written, before others are joined to her or leave her. */
export async function keepOwn(tx: Tx, id: string, at: Date): Promise<void> {
	const now = attributesOf(await load(tx, id));
	const [kept] = await tx.select().from(ownProfiles).where(eq(ownProfiles.customerId, id));
	if (!kept) {
		await tx.insert(ownProfiles).values({ customerId: id, own: now, shown: now, shownAt: at });
		return;
	}
	const own = sayToOwn(
		attributes.parse(kept.own),
		attributes.parse(kept.shown),
		now,
		await saidSince(tx, id, kept.shownAt),
	);
	await tx.update(ownProfiles).set({ own, shown: now, shownAt: at }).where(eq(ownProfiles.customerId, id));
}

/** What identify calls said to a customer since she was last written. */
async function saidSince(tx: Tx, id: string, since: Date): Promise<Partial<Attributes>> {
	const said = await tx
		.select({ properties: events.properties, context: events.context, at: events.effectiveAt })
		.from(events)
		.where(and(eq(events.customerId, id), eq(events.name, IDENTIFIED), gte(events.receivedAt, since)));
	const change = said.reduce<ProfileChange | undefined>(
		(before, call) => profileChange(before, { ...call, type: 'identify', at: call.at.getTime() }) ?? before,
		undefined,
	);
	if (!change) return {};
	const { traits, locale = null, country = null, zone = null, store = null } = change;
	return { traits, locale, country, timeZone: zone, homeStoreId: store };
}
const IDENTIFIED = 'Customer Identified';

const nodes = z.array(
	z.object({
		id: z.uuid(),
		parent: z.uuid().nullable(),
		own: attributes.nullable(),
		said_at: z.record(z.string(), z.number()).nullable(),
	}),
);

/**
 * Writes a master's row from her own profile and all that are joined to her, each with its own. It depends on who is
 * joined only: whoever leaves takes along exactly what she brought.
 */
export async function writeShown(tx: Tx, master: string, at: Date): Promise<void> {
	const found = await tx.execute(sql`
		with recursive tree as (
			select ${master}::uuid as id, null::uuid as parent, null::timestamptz as merged_at
			union all
			select m.other_id, m.master_id, m.merged_at from merges m join tree on m.master_id = tree.id where m.undone_at is null)
		select tree.id, tree.parent, o.own, (
			select jsonb_object_agg(trait, at) from (
				select trait, (extract(epoch from max(e.effective_at)) * 1000)::float8 as at
				from events e, jsonb_object_keys(e.properties) trait
				where e.customer_id = tree.id and e.name = ${IDENTIFIED} and e.type = 'identify' group by trait) said) as said_at
		from tree left join own_profiles o on o.customer_id = tree.id order by tree.merged_at nulls first, tree.id`);
	const tree = nodes.parse(found.rows);
	const rows = new Map(
		(
			await tx
				.select()
				.from(customers)
				.where(
					inArray(
						customers.id,
						tree.map(({ id }) => id),
					),
				)
		).map((row) => [row.id, attributesOf(row)]),
	);
	const joined = (node: (typeof tree)[number]): OwnProfile => {
		const own = node.own ?? rows.get(node.id);
		if (!own) throw new Error(`no customer ${node.id}`);
		return tree
			.filter(({ parent }) => parent === node.id)
			.reduce<OwnProfile>((one, other) => joinAttributes(one, joined(other)), { own, saidAt: node.said_at ?? {} });
	};
	const [root] = tree;
	if (!root) throw new Error(`no customer ${master}`);
	const { own: shown } = joined(root);
	await tx
		.update(customers)
		.set({ ...shown, createdAt: new Date(shown.createdAt), lastSeenAt: new Date(shown.lastSeenAt) })
		.where(eq(customers.id, master));
	if (tree.length > 1)
		await tx.update(ownProfiles).set({ shown, shownAt: at }).where(eq(ownProfiles.customerId, master));
	else await tx.delete(ownProfiles).where(eq(ownProfiles.customerId, master));
}
