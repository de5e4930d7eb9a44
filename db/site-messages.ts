import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Db, Tx } from './client';
import { siteMessages } from './schema';

/** More than a page has places for. */
const MAX_LIVE = 20;

export type PlacedMessage = Omit<typeof siteMessages.$inferInsert, 'id' | 'createdAt'>;

/** Places a message for a customer, once by key. */
export async function placeMessage(db: Db, message: PlacedMessage): Promise<void> {
	await db
		.insert(siteMessages)
		.values({ id: uuid(), ...message })
		.onConflictDoNothing({ target: siteMessages.key });
}

const live = z.object({
	id: z.string(),
	slot: z.string(),
	name: z.string(),
	title: z.string(),
	body: z.string(),
	link: z.string().nullable(),
});
/** What a site gets to show: the message's own words, and nothing about whom they are for. */
export type LiveMessage = z.infer<typeof live>;

/**
 * What is to be shown to whom an identity belongs to, through everybody who was merged into her, the most urgent first: placed,
 * not over, not clicked or dismissed, not shown often enough. What she did with them is read from her events, so that it
 * holds on all her devices. `aboutHer`: also what only she should know.
 */
export async function liveMessages(
	tx: Tx,
	by: { kind: 'anonymous_id' | 'user_id'; value: string },
	{ slot, aboutHer }: { slot: string | null; aboutHer: boolean },
): Promise<LiveMessage[]> {
	const { rows } = await tx.execute(sql`
		with who as (
			select coalesce(c.merged_into, c.id) as id from identities i join customers c on c.id = i.customer_id
			where i.kind = ${by.kind} and i.value = ${by.value}),
		hers as (select id from who union select c.id from customers c join who on c.merged_into = who.id)
		select m.id, m.slot, m.name, m.title, m.body, m.link from site_messages m
		where m.customer_id in (select id from hers) and m.until > now() and (${slot}::text is null or m.slot = ${slot}::text)
			and (${aboutHer} or not m.about_her)
			and not exists (select from events e where e.customer_id in (select id from hers)
				and e.name in ('Message Clicked', 'Message Dismissed') and e.effective_at >= m.created_at - interval '1 day'
				and e.properties ->> 'message_id' = m.id::text)
			and (m.max_displays is null or m.max_displays > (
				select count(*) from events e where e.customer_id in (select id from hers) and e.name = 'Message Displayed'
				and e.effective_at >= m.created_at - interval '1 day' and e.properties ->> 'message_id' = m.id::text))
		order by m.priority desc, m.created_at desc, m.id limit ${MAX_LIVE}`);
	return z.array(live).parse(rows);
}
