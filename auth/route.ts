import type { z } from 'zod';
import { verifyKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { explain } from './failure';

const STATUS = {
	refused: 400,
	invalid: 400,
	'not-found': 404,
	conflict: 409,
	busy: 503,
	internal: 500,
	'signed-out': 401,
	forbidden: 403,
} as const;

/** A JSON answer in the API's one shape for errors: `{ error: { code, message, field? } }`. */
export function failure(status: number, code: string, message: string, field?: string): Response {
	return Response.json({ error: { code, message, ...(field ? { field } : {}) } }, { status });
}

/**
 * A route of the API for the retailer's own servers: the secret key as user name of Basic authentication (or as Bearer
 * token), a JSON body that is parsed, errors with their HTTP status. `run` gets the actor for the audit log.
 */
export async function withSecretKey<S extends z.ZodType>(
	request: Request,
	input: S,
	run: (input: z.output<S>, actor: string) => Promise<Response>,
): Promise<Response> {
	try {
		const [scheme = '', value = ''] = (request.headers.get('authorization') ?? '').split(' ');
		const given =
			scheme.toLowerCase() === 'bearer' ? value : Buffer.from(value, 'base64').toString('utf8').split(':')[0];
		const key = given ? await verifyKey(db(), given) : null;
		if (!key) return failure(401, 'unauthorized', 'send the secret key as user name of Basic authentication');
		if (key.kind !== 'secret') return failure(403, 'forbidden', 'this needs the secret key, not the write key');
		const text = await request.text();
		let body: unknown;
		try {
			body = text === '' ? {} : JSON.parse(text);
		} catch {
			return failure(400, 'malformed', 'the body is not valid JSON', 'body');
		}
		const parsed = input.safeParse(body);
		if (!parsed.success) {
			const [issue] = parsed.error.issues;
			return failure(400, 'invalid', issue?.message ?? 'is not valid', issue?.path.map(String).join('.') || 'body');
		}
		return await run(parsed.data, `api-key:${key.id}`);
	} catch (error) {
		const { code, message, field } = await explain(error, new URL(request.url).pathname);
		return failure(STATUS[code], code, message, field);
	}
}
