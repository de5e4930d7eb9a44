import { sql } from 'drizzle-orm';
import { connection } from 'next/server';
import { db } from '@/db/client';
import journal from '@/db/migrations/meta/_journal.json';
import { log } from '@/log';

/** The migration that this build was written for; a database may be ahead of it while versions change. */
const NEEDED = Math.max(...journal.entries.map(({ when }) => when));
/** A database that does not even refuse is as good as none. */
const PATIENCE_MS = 3000;

/** Traffic may come: the database answers and is migrated. Temporal is not asked: events are accepted while it is down. */
export async function GET(): Promise<Response> {
	// Asked each time, never answered from the build.
	await connection();
	const answer = (status: number, body: { status: string; database: string }) =>
		Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
	try {
		const { rows } = await inTime(
			db().execute<{ last: string }>(sql`select max(created_at) as last from drizzle.__drizzle_migrations`),
		);
		if (Number(rows[0]?.last) >= NEEDED) return answer(200, { status: 'ready', database: 'ok' });
		return answer(503, { status: 'not-ready', database: 'not migrated' });
	} catch (error) {
		// There is a database, and nothing in it.
		const cause = error instanceof Error ? error.cause : undefined;
		if (cause instanceof Error && 'code' in cause && cause.code === '42P01')
			return answer(503, { status: 'not-ready', database: 'not migrated' });
		log().warn({ err: error }, 'not ready: the database does not answer');
		return answer(503, { status: 'not-ready', database: 'unreachable' });
	}
}

async function inTime<T>(work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`no answer after ${PATIENCE_MS} ms`)), PATIENCE_MS);
	});
	// A failure that comes after it is nobody's any more.
	work.catch(() => {});
	return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
