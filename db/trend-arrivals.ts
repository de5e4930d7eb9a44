import { type SQL, sql } from 'drizzle-orm';

/**
 * Notes new events for the trends that hear them, to be counted in the background: in the transaction that writes the
 * events, so that each counts once whatever is repeated or killed. `written` is rows of `seq`, `at`, `name`. Nothing is
 * shared with whoever else writes events: nobody waits for anybody.
 */
export function noteArrivals(written: SQL): SQL {
	return sql`
		insert into trend_arrivals (trend_id, due_at, seq, effective_at)
		select t.id, w.at + t.waits_ms * interval '1 millisecond', w.seq, w.at
		from ${written} w join trends t on t.event = w.name
		where t.archived_at is null and w.at > now() - t.kept_ms * interval '1 millisecond'`;
}

/** For `noteArrivals`. */
export function rowsOf(events: { seq: number; at: Date; name: string }[]): SQL {
	return sql`(select * from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as r(seq bigint, at timestamptz, name text))`;
}
