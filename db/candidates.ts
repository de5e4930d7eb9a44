import { type SQL, sql } from 'drizzle-orm';
import type { Audience } from '@/lib/audience';
import type { HistoryTest, PropertyTest, Rule } from '@/lib/condition';
import { durationMs } from '@/lib/duration';
import type { EventFact } from '@/lib/event';
import { refersToTrigger, withTriggerValues } from '@/lib/trigger-values';
import type { Tx } from './client';

/**
 * Lines up whom a fan-out has to look at, in the audience's order, and says how many. SQL narrows, it never decides: left
 * out is only who certainly does not match; the rule is evaluated later, customer by customer.
 */
export async function lineUp(tx: Tx, fanOutId: string, audience: Audience, event: EventFact): Promise<number> {
	const narrowed = narrow(audience.who, event) ?? sql`true`;
	const { rowCount } = await tx.execute(sql`
		insert into fan_out_candidates (fan_out_id, position, customer_id)
		select ${fanOutId}::uuid, row_number() over (order by ${rank(audience, event)} desc nulls last, c.id), c.id
		from customers c
		where c.merged_into is null and c.erased_at is null and ${narrowed}`);
	return rowCount ?? 0;
}

/** A condition that holds for everybody (`c`) for whom the rule does; null when nothing is known to be needed. */
function narrow(rule: Rule, event: EventFact): SQL | null {
	switch (rule.type) {
		case 'all': {
			const needed = rule.rules.flatMap((child) => narrow(child, event) ?? []);
			return needed.length > 0 ? sql`(${sql.join(needed, sql` and `)})` : null;
		}
		case 'any': {
			const each = rule.rules.map((child) => narrow(child, event));
			const known = each.filter((one) => one !== null);
			if (known.length < each.length) return null;
			return known.length > 0 ? sql`(${sql.join(known, sql` or `)})` : sql`false`;
		}
		case 'property':
			return narrowProperty(rule, event);
		case 'history':
			return narrowHistory(rule, event);
		case 'segment':
			return rule.in
				? sql`exists (select 1 from segment_members s where s.segment_id = ${rule.segmentId} and s.customer_id = c.id)`
				: null;
		default:
			return null;
	}
}

const COLUMNS: Record<string, SQL> = {
	homeStoreId: sql`c.home_store_id`,
	country: sql`c.country`,
	locale: sql`c.locale`,
	timeZone: sql`c.time_zone`,
};

function narrowProperty(test: PropertyTest, event: EventFact): SQL | null {
	if (refersToTrigger(test)) return narrow(withTriggerValues(test, event), event);
	const column = test.of === 'customer' ? COLUMNS[test.path] : undefined;
	if (!column || test.op !== 'equals') return null;
	// An id that is written as a number is never the text in the column.
	return typeof test.value === 'string' ? sql`${column} = ${test.value}` : sql`false`;
}

/** Who has to have done something is looked for among those who did, whichever of her profiles it was under. */
function narrowHistory({ event: name, count, within }: HistoryTest, event: EventFact): SQL | null {
	if (count.op === 'at-most' || count.n === 0) return null;
	// Read once, not once a customer.
	return sql`c.id in (select coalesce(m.merged_into, m.id) from events e join customers m on m.id = e.customer_id
		where ${meant(name, event, within)})`;
}

/** Those that the event's rules may look at. */
function meant(name: string, event: EventFact, within?: string): SQL {
	const iso = (at: number) => new Date(at).toISOString();
	const since = within ? sql`and e.effective_at > ${iso(event.at - durationMs(within))}::timestamptz` : sql``;
	return sql`e.name = ${name} and e.effective_at <= ${iso(event.at)}::timestamptz ${since}
		and e.known_at <= ${iso(event.receivedAt)}::timestamptz`;
}

/** Hers, whichever of her profiles it was under: an array, so that the index is used customer by customer. */
function hers(name: string, event: EventFact): SQL {
	return sql`events e where ${meant(name, event)}
		and e.customer_id = any(array(select c.id union all select f.id from customers f where f.merged_into = c.id))`;
}

/** What comes first has the greatest value; who has none comes last. */
function rank({ order }: Audience, event: EventFact): SQL {
	const number = (of: SQL, path: string) =>
		sql`case when jsonb_typeof(${of} -> ${path}) = 'number' then (${of} ->> ${path})::numeric end`;
	switch (order.by) {
		case 'none':
			return sql`null::int`;
		case 'trait':
			return number(sql`c.traits`, order.trait);
		case 'recent':
			return sql`(select max(e.effective_at) from ${hers(order.event, event)})`;
		case 'sum':
			return sql`(select sum(${number(sql`e.properties`, order.property)}) from ${hers(order.event, event)})`;
	}
}
