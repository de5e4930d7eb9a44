import { type SQL, sql } from 'drizzle-orm';
import { STAGES, type Stage } from '@/lib/lifecycle';
import { ORDER_EVENTS } from '@/lib/orders';
import { type Reviewed, review } from '@/lib/review';
import { historyNeeds } from '@/lib/rule-needs';
import { ownId } from '@/lib/segment';
import type { Db, Tx } from './client';
import { aboutHer } from './facts';
import { historiesOf } from './history';
import { loadProfiles } from './profiles';
import { type RecordedEvent, recordEvents } from './record-events';
import { openTies, writeWon } from './referrals';
import { loadCuts, scoreAnew } from './scores';
import { type Active, activeRules } from './segments';
import { getWorkspaceSettings } from './workspace';

/** Customers reviewed in one transaction. */
const BATCH = 200;

/**
 * Reviews customers whose segments, stage or scores may have changed: something happened to them, or time did. Only they
 * are read, never everyone. What changed is written together with the events that tell of it, and with the instant at
 * which time alone may change something next. Returns how many were reviewed.
 */
export async function reviewOnce(db: Db, now = Date.now()): Promise<number> {
	return db.transaction(async (tx) => {
		const due = await claimDue(tx, now);
		if (due.size === 0) return 0;
		const active = await activeRules(tx);
		const { currency, scoreWindow: window, referral } = await getWorkspaceSettings(tx);
		const yardstick = { ...active, cuts: await loadCuts(tx), window, currency, keptFor: referral.keptFor };
		const profiles = [...(await loadProfiles(tx, [...due.keys()])).values()];
		const histories = await historiesOf(tx, profiles, heard(active));
		const ties = await openTies(tx, [...due.keys()]);
		const reviewed = profiles.map((profile) => {
			const { id } = profile.facts;
			const facts = { now, ...aboutHer(profile), history: histories.get(id) ?? [] };
			const after = review(facts, yardstick, ties.get(id));
			return { id, silent: due.get(id) ?? false, after };
		});
		const changed = [
			...(await writeMembers(tx, reviewed, active, now)),
			...(await writeStages(tx, reviewed, active, now)),
			...(await writeWon(
				tx,
				reviewed.map(({ id, after }) => ({ friend: id, referral: after.referral })),
				now,
			)),
		];
		if (changed.length > 0) await recordEvents(tx, changed);
		await writeNext(tx, reviewed);
		if (reviewed.some(({ silent }) => silent)) await scoreAnew(tx);
		return due.size;
	});
}

/** Whether anybody is due, at `now` (UTC epoch ms). */
export function reviewsDue(now: number): SQL<boolean> {
	return sql<boolean>`exists (select 1 from reviews where due_at <= ${new Date(now)})`;
}

/** Locks customers who are due, and takes them off the list: whether what changes for her is kept quiet, by her id. */
async function claimDue(tx: Tx, now: number): Promise<Map<string, boolean>> {
	const { rows } = await tx.execute<{ id: string; silent: boolean; merged: boolean }>(sql`
		with due as materialized (
			select c.id, c.merged_into is not null as merged from reviews r join customers c on c.id = r.customer_id
			where r.due_at <= ${new Date(now)} order by r.due_at limit ${BATCH} for no key update of c skip locked)
		delete from reviews r using due where r.customer_id = due.id returning due.id, due.merged, r.silent`);
	return new Map(rows.flatMap(({ id, merged, silent }) => (merged ? [] : [[id, silent] as const])));
}

function heard({ segments, stages }: Active): string[] {
	const rules = [...segments, ...Object.values(stages)].map(({ rule }) => rule);
	return [...new Set([...ORDER_EVENTS, ...rules.flatMap(historyNeeds)])];
}

type One = { id: string; silent: boolean; after: Reviewed };

/** Who came into and who left which segment: written, and told unless it is to be quiet. Who was merged away is in none. */
async function writeMembers(tx: Tx, reviewed: One[], { segments }: Active, now: number): Promise<RecordedEvent[]> {
	const inside = reviewed.flatMap(({ id, after }) => [...after.segments].map((segment) => ({ id, segment })));
	const { rows } = await tx.execute<{ id: string; segment: string; entered: boolean }>(sql`
		with inside as (select * from jsonb_to_recordset(${JSON.stringify(inside)}::jsonb) as i(id uuid, segment uuid)),
		hers as (select id from unnest(${sql.param(reviewed.map(({ id }) => id))}::uuid[]) id),
		away as (
			delete from segment_members m using customers c, hers
			where c.merged_into = hers.id and m.customer_id = c.id),
		gone as (
			delete from segment_members m using hers where m.customer_id = hers.id
				and not exists (select 1 from inside i where i.id = m.customer_id and i.segment = m.segment_id)
			returning m.customer_id as id, m.segment_id as segment),
		come as (
			insert into segment_members (segment_id, customer_id, entered_at)
			select segment, id, ${new Date(now)} from inside on conflict do nothing
			returning customer_id as id, segment_id as segment)
		select *, true as entered from come union all select *, false from gone`);
	const byId = new Map(segments.map((segment) => [segment.id, segment]));
	const quiet = new Set(reviewed.flatMap(({ id, silent }) => (silent ? [id] : [])));
	return rows.flatMap(({ id, segment: segmentId, entered }) => {
		const segment = byId.get(segmentId);
		if (!segment || segment.filling || quiet.has(id)) return [];
		return told(id, now, entered ? 'Segment Entered' : 'Segment Left', segmentId, {
			segment_id: segmentId,
			segment_name: segment.name,
		});
	});
}

/** The stage and the scores, where they changed; a change of stage is told unless it is to be quiet. */
async function writeStages(tx: Tx, reviewed: One[], { stages }: Active, now: number): Promise<RecordedEvent[]> {
	const list = reviewed.map(({ id, after: { stage, scores } }) => ({ id, stage, scores }));
	const { rows } = await tx.execute<{ id: string; was: Stage | null; stage: Stage }>(sql`
		update customers c set lifecycle = n.stage, scores = n.scores
		from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as n(id uuid, stage text, scores jsonb)
		join customers old on old.id = n.id
		where c.id = n.id and (c.lifecycle is distinct from n.stage or c.scores is distinct from n.scores)
		returning c.id, old.lifecycle as was, n.stage`);
	const filling = Object.values(stages).some((stage) => stage.filling);
	const quiet = new Set(reviewed.flatMap(({ id, silent }) => (silent ? [id] : [])));
	return rows.flatMap(({ id, was, stage }) => {
		const from = was ?? STAGES[0];
		if (from === stage || filling || quiet.has(id)) return [];
		return told(id, now, 'Lifecycle Changed', stage, { from, to: stage });
	});
}

function told(
	customerId: string,
	now: number,
	name: string,
	what: string,
	properties: RecordedEvent['properties'],
): RecordedEvent[] {
	const messageId = ownId(name, what, customerId, now);
	return [{ messageId, name, customerId, properties, at: new Date(now), source: 'parcours' }];
}

async function writeNext(tx: Tx, reviewed: One[]): Promise<void> {
	const next = reviewed.flatMap(({ id, after }) => (after.next === null ? [] : [{ id, at: new Date(after.next) }]));
	if (next.length === 0) return;
	await tx.execute(sql`
		insert into reviews (customer_id, due_at)
		select id, at from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as n(id uuid, at timestamptz) order by id
		on conflict (customer_id) do update set due_at = least(reviews.due_at, excluded.due_at)`);
}
