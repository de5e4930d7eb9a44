import { createHash } from 'node:crypto';
import { generateId } from 'better-auth';
import { sql } from 'drizzle-orm';
import { rateLimits } from '@/db/auth-schema';
import type { Tx } from '@/db/client';

const SIGN_IN = { max: 20, windowMs: 60_000 };

/**
 * Counts an attempt on one account, wherever it comes from: a client can write any address it likes into
 * X-Forwarded-For, so a limit by address alone would stop nobody who guesses passwords.
 */
export async function mayTrySignIn(tx: Tx, email: string): Promise<boolean> {
	return mayTry(tx, 'sign-in', email.trim().toLowerCase(), SIGN_IN);
}

/** Counts an attempt at something by or on somebody; false when there were more than `max` within `windowMs`. */
export async function mayTry(
	tx: Tx,
	what: string,
	who: string,
	{ max, windowMs }: { max: number; windowMs: number },
): Promise<boolean> {
	const key = `${what}:${createHash('sha256').update(who).digest('hex')}`;
	const now = Date.now();
	const over = sql`${rateLimits.lastRequest} <= ${now - windowMs}`;
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
	return row !== undefined && row.count <= max;
}
