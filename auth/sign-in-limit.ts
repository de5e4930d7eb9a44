import { createHash } from 'node:crypto';
import { generateId } from 'better-auth';
import { sql } from 'drizzle-orm';
import { rateLimits } from '@/db/auth-schema';
import type { Tx } from '@/db/client';

const WINDOW_MS = 60_000;
const MAX_ATTEMPTS = 20;

/**
 * Counts an attempt on one account, wherever it comes from: a client can write any address it likes into
 * X-Forwarded-For, so a limit by address alone would stop nobody who guesses passwords.
 */
export async function mayTrySignIn(tx: Tx, email: string): Promise<boolean> {
	const key = `sign-in:${createHash('sha256').update(email.trim().toLowerCase()).digest('hex')}`;
	const now = Date.now();
	const over = sql`${rateLimits.lastRequest} <= ${now - WINDOW_MS}`;
	const [row] = await tx
		.insert(rateLimits)
		.values({ id: generateId(), key, count: 1, lastRequest: now })
		.onConflictDoUpdate({
			target: rateLimits.key,
			set: {
				count: sql`case when ${over} then 1 else ${rateLimits.count} + 1 end`,
				lastRequest: sql`case when ${over} then ${now}::bigint else ${rateLimits.lastRequest} end`,
			},
		})
		.returning({ count: rateLimits.count });
	return row !== undefined && row.count <= MAX_ATTEMPTS;
}
