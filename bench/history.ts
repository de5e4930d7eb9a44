import proto from '@temporalio/proto';
import { sql } from 'drizzle-orm';
import { db } from '@/db/client';
import { workflowId } from '@/workflows/contract';
import type { Baseline } from './baseline/open';
import { print } from './figure';

const { History } = proto.temporal.api.history.v1;

/** What one passage of the reference journey leaves in Temporal. Beside it: what the hand-written workflow leaves. */
export async function history({ client }: Baseline, byHand: string): Promise<void> {
	const { rows } = await db().execute<{ id: string }>(sql`select id from enrollments where outcome = 'done' limit 1`);
	const sizeOf = async (id: string) => {
		const kept = await client.workflow.getHandle(id).fetchHistory();
		return { events: kept.events?.length ?? 0, bytes: History.encode(kept).finish().length };
	};
	const ours = await sizeOf(workflowId(rows[0]?.id ?? '', 0));
	const theirs = await sizeOf(byHand);
	print('history of a journey', 'events', ours.events, theirs.events);
	print('history of a journey', 'bytes', ours.bytes, theirs.bytes);
}
