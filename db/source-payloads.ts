import { and, desc, eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { JsonObject } from '@/lib/event';
import { type MappingProblem, PROBLEMS } from '@/lib/map-payload';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { notifyQueue } from './queue';
import { sourcePayloads, sources } from './schema';

/** Payloads that are looked at, and how many characters of them in all: they go to a browser. */
const SHOWN = 20;
const SHOWN_CHARS = 1_000_000;
/** Payloads without an event whose reasons are counted: the latest. */
const REASONS_OF = 10_000;

/** Keeps what came in, all or none, and has it mapped. */
export async function receivePayloads(
	db: Db,
	sourceId: string,
	payloads: JsonObject[],
	{ receivedAt, topic }: { receivedAt: Date; topic: string | null },
): Promise<void> {
	if (payloads.length === 0) return;
	const list = JSON.stringify(payloads.map((payload) => ({ id: uuid(), payload })));
	await db.transaction(async (tx) => {
		await tx.execute(sql`
			insert into source_payloads (id, source_id, received_at, topic, payload)
			select id, ${sourceId}, ${receivedAt.toISOString()}::timestamptz, ${topic}, payload
			from jsonb_to_recordset(${list}::jsonb) as p(id uuid, payload jsonb)`);
		await notifyQueue(tx);
	});
}

/** Why payloads gave no event; the first problem of each. */
export type Reason = Pick<MappingProblem, 'why' | 'rule' | 'field'>;

/** Those that gave no event, or not all: of a reason, or all of them. */
function unmappedOf(sourceId: string, reason: Reason | null) {
	const { why, rule, field } = reason ?? {};
	return and(
		eq(sourcePayloads.sourceId, sourceId),
		eq(sourcePayloads.state, 'unmapped'),
		reason ? sql`${sourcePayloads.problems} @> ${JSON.stringify([{ why, rule, field }])}::jsonb` : undefined,
	);
}

/**
 * The last payloads, newest first, of those that gave no event (for a reason) or of all. Of what is too much for a page
 * the payload is left out.
 */
export async function lastPayloads(tx: Tx, sourceId: string, unmapped: { reason: Reason | null } | null) {
	const { id, receivedAt, topic, payload, state, problems, events } = sourcePayloads;
	const rows = await tx
		.select({ id, receivedAt, topic, payload, state, problems, events })
		.from(sourcePayloads)
		.where(unmapped ? unmappedOf(sourceId, unmapped.reason) : eq(sourcePayloads.sourceId, sourceId))
		.orderBy(desc(id))
		.limit(SHOWN);
	let size = 0;
	return rows.map((row) => {
		size += JSON.stringify(row.payload).length;
		return { ...row, payload: size > SHOWN_CHARS ? null : row.payload };
	});
}

const reasonCount = z.object({
	why: z.enum(PROBLEMS),
	rule: z.string().nullable(),
	field: z.string(),
	detail: z.string().nullable(),
	payloads: z.number(),
});
export type ReasonCount = z.infer<typeof reasonCount>;

/** Why the latest payloads gave no event, or not all, the most frequent first. */
export async function reasonsOf(tx: Tx, sourceId: string): Promise<ReasonCount[]> {
	const { rows } = await tx.execute(sql`
		select p.why, p.rule, p.field, min(p.detail) as detail, count(distinct l.id)::int as payloads
		from (select id, problems from source_payloads where source_id = ${sourceId} and state = 'unmapped' order by id desc limit ${REASONS_OF}) l,
			jsonb_to_recordset(l.problems) as p(why text, rule text, field text, detail text)
		group by 1, 2, 3 order by payloads desc, 1, 2, 3`);
	return rows.map((row) => reasonCount.parse(row));
}

/** Of all sources, what gave no event, or not all: up to a thousand. */
export async function countUnmapped(tx: Tx): Promise<number> {
	return tx.$count(
		tx
			.select({ id: sourcePayloads.id })
			.from(sourcePayloads)
			.where(eq(sourcePayloads.state, 'unmapped'))
			.limit(1000)
			.as('unmapped'),
	);
}

/** How many of those that are mapped again are still to be done. */
export async function countAgain(tx: Tx, sourceId: string): Promise<number> {
	const again = and(eq(sourcePayloads.sourceId, sourceId), eq(sourcePayloads.state, 'pending'), sourcePayloads.again);
	return tx.$count(sourcePayloads, again);
}

/**
 * Has what gave no event mapped again, by the mapping as it is then: in their order, after what has just come in. What
 * gave events already does not give them twice. Answers how many, and when it was asked (`triedSince` tells what came of it).
 */
export async function mapAgain(
	db: Db,
	sourceId: string,
	reason: Reason | null,
	actor: string,
): Promise<{ payloads: number; at: Date }> {
	const at = new Date();
	return db.transaction(async (tx) => {
		const asked = await tx
			.update(sourcePayloads)
			.set({ state: 'pending', again: true, attempts: 0, notBefore: at })
			.where(unmappedOf(sourceId, reason));
		const payloads = asked.rowCount ?? 0;
		await tx.update(sources).set({ againTotal: payloads }).where(eq(sources.id, sourceId));
		await audit(tx, actor, 'source.map-again', sourceId, { payloads });
		await notifyQueue(tx);
		return { payloads, at };
	});
}

/** What came of payloads that were asked to be mapped again at this time: how many still are to be, and how many still give none. */
export async function triedSince(tx: Tx, sourceId: string, at: Date): Promise<{ left: number; unmapped: number }> {
	const ofThem = and(eq(sourcePayloads.sourceId, sourceId), eq(sourcePayloads.notBefore, at));
	const [left, unmapped] = await Promise.all([
		countAgain(tx, sourceId),
		tx.$count(sourcePayloads, and(ofThem, eq(sourcePayloads.state, 'unmapped'))),
	]);
	return { left, unmapped };
}

/** Forgets what gave no event, for good. Answers how many. */
export async function dismiss(db: Db, sourceId: string, reason: Reason | null, actor: string): Promise<number> {
	return db.transaction(async (tx) => {
		const { rowCount } = await tx.delete(sourcePayloads).where(unmappedOf(sourceId, reason));
		const payloads = rowCount ?? 0;
		await audit(tx, actor, 'source.dismiss', sourceId, { payloads });
		return payloads;
	});
}
