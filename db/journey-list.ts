import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { journeySettings } from '@/lib/graph';
import type { Tx } from './client';
import { journeyStatusEnum } from './schema';

const row = z.object({
	id: z.uuid(),
	name: z.string(),
	description: z.string(),
	status: z.enum(journeyStatusEnum.enumValues),
	trigger: z.string().nullable(),
	version: z.number().nullable(),
	/** Of what customers enter now, else of the draft, which may be half filled in. */
	settings: journeySettings.pick({ kind: true, priority: true, purpose: true }).partial().catch({}),
	/** The draft differs from what customers enter now. */
	edited: z.boolean(),
	savedAt: z.coerce.date(),
	inNow: z.number(),
	entered: z.number(),
	failed: z.number(),
	/** How many left by each outcome. */
	outcomes: z.record(z.string(), z.number()),
	/** Accepted sends by channel. */
	sends: z.record(z.string(), z.number()),
});
export type JourneyRow = z.infer<typeof row>;

/** Every journey with its figures; archived ones only when asked for. Counts are aggregated from the rows themselves. */
export async function listJourneys(tx: Tx, { archived = false } = {}): Promise<JourneyRow[]> {
	const result = await tx.execute(sql`
		with counted as (
			select journey_id, status, outcome, count(*)::int as n from enrollments group by 1, 2, 3),
		enrolled as (
			select journey_id, sum(n)::int as entered,
				coalesce(sum(n) filter (where status in ('starting', 'running', 'waiting')), 0)::int as in_now,
				coalesce(sum(n) filter (where status = 'failed'), 0)::int as failed
			from counted group by 1),
		ended as (
			select journey_id, jsonb_object_agg(outcome, n) as outcomes
			from (select journey_id, outcome, sum(n)::int as n from counted where outcome is not null group by 1, 2) o group by 1),
		sent as (
			select journey_id, jsonb_object_agg(channel, n) as sends
			from (select journey_id, channel, count(*)::int as n from sends where state in ('accepted', 'unknown') group by 1, 2) s group by 1)
		select j.id, j.name, j.description, j.status, j.trigger_event as trigger, v.number as version, coalesce(v.graph, j.draft)->'settings' as settings,
			coalesce(j.draft_saved_at > v.published_at, false) as edited, j.draft_saved_at as "savedAt",
			coalesce(e.in_now, 0) as "inNow", coalesce(e.entered, 0) as entered, coalesce(e.failed, 0) as failed,
			coalesce(o.outcomes, '{}') as outcomes, coalesce(s.sends, '{}') as sends
		from journeys j
		left join journey_versions v on v.id = j.current_version_id
		left join enrolled e on e.journey_id = j.id
		left join ended o on o.journey_id = j.id
		left join sent s on s.journey_id = j.id
		where (j.status = 'archived') = ${archived}
		order by array_position(array['live', 'paused', 'draft', 'stopped', 'archived'], j.status::text), j.draft_saved_at desc`);
	return result.rows.map((r) => row.parse(r));
}
