import { sql } from 'drizzle-orm';
import { connection } from 'next/server';
import { db } from '@/db/client';
import { log } from '@/log';

/** Traffic may come: the database answers. Temporal is not asked: events are accepted while it is down. */
export async function GET(): Promise<Response> {
	// Asked each time, never answered from the build.
	await connection();
	const headers = { 'cache-control': 'no-store' };
	try {
		await db().execute(sql`select 1 from workspace limit 1`);
		return Response.json({ status: 'ready', database: 'ok' }, { headers });
	} catch (error) {
		log().warn({ err: error }, 'not ready: the database does not answer');
		return Response.json({ status: 'not-ready', database: 'unreachable' }, { status: 503, headers });
	}
}
