import { z } from 'zod';
import { failure } from '@/auth/route';
import { keyOf } from '@/auth/secret-key';
import { verifyKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { liveMessages } from '@/db/site-messages';
import { log } from '@/log';
import { takeTokens } from '../rate-limit';

const CORS = {
	'access-control-allow-origin': '*',
	'access-control-allow-methods': 'GET, OPTIONS',
	'access-control-allow-headers': 'Authorization',
	'access-control-max-age': '86400',
};

const query = z
	.object({
		anonymousId: z.string().min(1).max(500).optional(),
		userId: z.string().min(1).max(500).optional(),
		slot: z.string().min(1).max(40).optional(),
	})
	.refine(({ anonymousId, userId }) => (anonymousId === undefined) !== (userId === undefined), {
		message: 'name the visitor by anonymousId, or with the secret key by userId',
		path: ['anonymousId'],
	});

export function OPTIONS(): Response {
	return new Response(null, { status: 204, headers: CORS });
}

/**
 * What a site or app shows a visitor now: `GET /v1/messages?anonymousId=…&slot=…`. With the write key, which everybody can
 * read in the site's source, anybody can call a browser an account's, and so read what waits for whose account's id or
 * address he guesses: only the secret key, which may also ask by that id, gets messages about her.
 */
export async function GET(request: Request): Promise<Response> {
	const answer = await messages(request).catch((error: unknown) => {
		log().error({ err: error }, 'messages could not be read');
		return failure(503, 'unavailable', 'not now; try again');
	});
	for (const [name, value] of Object.entries({ ...CORS, 'cache-control': 'no-store' })) answer.headers.set(name, value);
	return answer;
}

async function messages(request: Request): Promise<Response> {
	const { searchParams } = new URL(request.url);
	// In the address it spares browsers the question whether they may send a header.
	const key = keyOf(request.headers.get('authorization')) ?? searchParams.get('writeKey');
	const verified = key ? await verifyKey(db(), key) : null;
	if (!verified)
		return failure(401, 'unauthorized', 'send the write key as user name of Basic authentication, or as writeKey');
	const retryAfter = takeTokens(`messages ${verified.id}`, 1);
	if (retryAfter > 0) return failure(429, 'rate-limited', `too many requests; try again in ${retryAfter} s`);
	const parsed = query.safeParse(Object.fromEntries(searchParams));
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		return failure(400, 'invalid', issue?.message ?? 'is not valid', issue?.path.map(String).join('.'));
	}
	const { anonymousId, userId, slot = null } = parsed.data;
	if (userId !== undefined && verified.kind !== 'secret')
		return failure(403, 'forbidden', 'userId needs the secret key: ask from your server', 'userId');
	const by =
		userId === undefined
			? { kind: 'anonymous_id' as const, value: anonymousId ?? '' }
			: { kind: 'user_id' as const, value: userId };
	return Response.json({ messages: await liveMessages(db(), by, { slot, aboutHer: verified.kind === 'secret' }) });
}
