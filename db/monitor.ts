import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { NotFoundError } from '@/lib/errors';
import { missing } from '@/lib/missing';
import type { Tx } from './client';
import { journeyStatusEnum } from './schema';

const nodeCount = z.object({
	nodeId: z.string(),
	/** Here now: waiting, or in an effect that is under way. */
	here: z.number(),
	/** Of those, held because the journey is paused, or put off until quiet hours end. */
	held: z.number(),
	deferred: z.number(),
	/** In trouble here now: an effect that is being tried again. */
	retrying: z.number(),
	/** Ended here as failed. */
	failed: z.number(),
	/** How many left by each port. */
	ports: z.record(z.string(), z.number()),
	/** Why sends were not made here: a short code each. */
	reasons: z.record(z.string(), z.number()),
});
export type NodeCount = z.infer<typeof nodeCount>;

const total = z.object({ status: z.string(), outcome: z.string().nullable(), n: z.number() });
const attention = z.object({
	/** Enrollments that ended because something is wrong, still to be looked at. */
	failed: z.number(),
	retrying: z.number(),
	/** Sends of which nobody can tell whether they arrived. */
	unknown: z.number(),
	/** Waits whose time was over more than a minute ago: workers or Temporal are behind. */
	overdue: z.number(),
	/** Events on their way to an audience that fail, or were paused because they did. */
	fanOuts: z.number(),
});
const installation = z.object({
	/** Events still to be decided; the age of the oldest in seconds. */
	queued: z.number(),
	queueAge: z.number(),
	/** Set aside after ten failures. */
	quarantined: z.number(),
	lastError: z.string().nullable(),
	/** Orders to Temporal that it has not taken yet. */
	undelivered: z.number(),
	undeliveredAge: z.number(),
	undeliveredError: z.string().nullable(),
});

export type JourneyState = {
	status: (typeof journeyStatusEnum.enumValues)[number];
	nodes: NodeCount[];
	entered: number;
	inNow: number;
	outcomes: Record<string, number>;
	/** `channel` then `state`. */
	sends: { channel: string; state: string; n: number }[];
	attention: z.infer<typeof attention>;
	installation: z.infer<typeof installation>;
	at: string;
};

/** Everything the monitor shows of one journey version, as it is now. @throws NotFoundError */
export async function journeyState(tx: Tx, journeyId: string, versionId: string): Promise<JourneyState> {
	const [status, nodes, totals, sends, needs, parts] = await Promise.all([
		tx.execute(sql`select status from journeys where id = ${journeyId}`),
		nodeCounts(tx, versionId, journeyId),
		tx.execute(
			sql`select status::text, outcome, count(*)::int as n from enrollments where journey_id = ${journeyId} and version_id = ${versionId} group by 1, 2`,
		),
		tx.execute(sql`
			select s.channel::text, s.state::text, count(*)::int as n from sends s join enrollments e on e.id = s.enrollment_id
			where s.journey_id = ${journeyId} and e.version_id = ${versionId} group by 1, 2 order by 1, 2`),
		tx.execute(sql`
			select
				(select count(*)::int from enrollments where journey_id = ${journeyId} and status = 'failed') as failed,
				(select count(*)::int from steps where journey_id = ${journeyId} and port is null and why = 'retrying') as retrying,
				(select count(*)::int from sends where journey_id = ${journeyId} and state = 'unknown') as unknown,
				(select count(*)::int from enrollments where journey_id = ${journeyId} and status = 'waiting'
					and wake_at < now() - interval '1 minute' and parked_for <> 'await') as overdue,
				(select count(*)::int from fan_outs where journey_id = ${journeyId} and state in ('running', 'paused') and last_error is not null) as "fanOuts"`),
		tx.execute(sql`
			select
				(select count(*)::int from event_queue where quarantined_at is null and journey_id is null) as queued,
				(select coalesce(extract(epoch from now() - min(not_before)), 0)::int from event_queue where quarantined_at is null and not_before <= now()) as "queueAge",
				(select count(*)::int from event_queue where quarantined_at is not null) as quarantined,
				(select last_error from event_queue where quarantined_at is not null order by id desc limit 1) as "lastError",
				(select count(*)::int from commands) as undelivered,
				(select coalesce(extract(epoch from now() - min(created_at)), 0)::int from commands) as "undeliveredAge",
				(select last_error from commands where last_error is not null order by id limit 1) as "undeliveredError"`),
	]);
	if (!status.rows[0]) throw new NotFoundError(missing.journey(journeyId));
	const counted = totals.rows.map((r) => total.parse(r));
	const sum = (rows: typeof counted) => rows.reduce((all, { n }) => all + n, 0);
	const outcomes: Record<string, number> = {};
	for (const { outcome, n } of counted) if (outcome !== null) outcomes[outcome] = (outcomes[outcome] ?? 0) + n;
	return {
		status: z.object({ status: z.enum(journeyStatusEnum.enumValues) }).parse(status.rows[0]).status,
		nodes,
		entered: sum(counted),
		inNow: sum(counted.filter((c) => ['starting', 'running', 'waiting'].includes(c.status))),
		outcomes,
		sends: sends.rows.map((r) => z.object({ channel: z.string(), state: z.string(), n: z.number() }).parse(r)),
		attention: attention.parse(needs.rows[0]),
		installation: installation.parse(parts.rows[0]),
		at: new Date().toISOString(),
	};
}

async function nodeCounts(tx: Tx, versionId: string, journeyId: string): Promise<NodeCount[]> {
	const result = await tx.execute(sql`
		with here as (
			select node_id, count(*) filter (where status <> 'failed')::int as here,
				count(*) filter (where status = 'waiting' and parked_for = 'held')::int as held,
				count(*) filter (where status = 'waiting' and parked_for = 'defer')::int as deferred,
				count(*) filter (where status = 'failed')::int as failed
			from enrollments
			where journey_id = ${journeyId} and version_id = ${versionId} and node_id is not null and status in ('starting', 'running', 'waiting', 'failed')
			group by 1),
		visits as (
			select node_id, port, why, count(*)::int as n from steps
			where journey_id = ${journeyId} and version_id = ${versionId} group by 1, 2, 3),
		left_by as (
			select node_id, jsonb_object_agg(port, n) as ports
			from (select node_id, port, sum(n)::int as n from visits where port is not null group by 1, 2) p group by 1),
		reasons as (
			select node_id, jsonb_object_agg(why, n) as reasons
			from (select node_id, why, sum(n)::int as n from visits where port in ('skipped', 'failed') and why is not null group by 1, 2) w group by 1),
		trouble as (
			select node_id, sum(n)::int as retrying from visits where port is null and why = 'retrying' group by 1),
		ids as (select node_id from here union select node_id from visits)
		select i.node_id as "nodeId", coalesce(h.here, 0) as here, coalesce(h.held, 0) as held, coalesce(h.deferred, 0) as deferred,
			coalesce(t.retrying, 0) as retrying, coalesce(h.failed, 0) as failed,
			coalesce(l.ports, '{}') as ports, coalesce(r.reasons, '{}') as reasons
		from ids i
		left join here h using (node_id) left join left_by l using (node_id)
		left join reasons r using (node_id) left join trouble t using (node_id)`);
	return result.rows.map((r) => nodeCount.parse(r));
}
