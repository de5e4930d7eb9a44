import { sql } from 'drizzle-orm';
import type { EventFact } from '@/lib/event';
import type { Tx } from './client';
import type { Profile } from './profiles';

/**
 * The store where something is kept for each of these customers, by her id: where a unit is held for her now, else the one
 * her voucher is for that she can still use. What is kept by a journey that one of these triggers started comes before what
 * other journeys keep; the latest of each holds.
 */
export async function keptStores(
	tx: Tx,
	profiles: readonly Profile[],
	triggers: readonly EventFact[],
): Promise<Map<string, string>> {
	const whose = profiles.flatMap(({ facts, ids }) => ids.map((id) => ({ master: facts.id, id })));
	const seqs = triggers.map(({ seq }) => seq);
	const { rows } = await tx.execute<{ master: string; store_id: string }>(sql`
		with hers as (select * from jsonb_to_recordset(${JSON.stringify(whose)}::jsonb) as h(master uuid, id uuid)),
		kept as (
			select h.master, l.store_id, l.enrollment_id, true as held, l.leased_at as at
			from hers h join stock_leases l on l.customer_id = h.id
			where l.state = 'held' and l.until > now()
			union all
			select h.master, v.store_id, v.enrollment_id, false, v.issued_at
			from hers h join vouchers v on v.customer_id = h.id
			where v.state = 'issued' and v.expires_at > now() and v.store_id is not null)
		select distinct on (k.master) k.master, k.store_id
		from kept k left join enrollments e on e.id = k.enrollment_id
		order by k.master, coalesce((e.trigger ->> 'seq')::bigint = any(${sql.param(seqs)}::bigint[]), false) desc,
			k.held desc, k.at desc`);
	return new Map(rows.map((row) => [row.master, row.store_id]));
}
