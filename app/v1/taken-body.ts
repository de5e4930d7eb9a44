import { gunzip } from 'node:zlib';
import { BodyTooLarge, readBody } from '@/auth/body';
import { MAX_BATCH_BYTES } from '@/lib/segment';

/** A refusal of what was sent in, with its HTTP status. */
export class Refused extends Error {
	constructor(
		readonly status: 400 | 401 | 403 | 404 | 413 | 429,
		readonly code: string,
		message: string,
		readonly field?: string,
		readonly headers: Record<string, string> = {},
	) {
		super(message);
	}
}

/** `more`: headers of every answer at this address. */
export function answer(status: number, body: unknown, more: Record<string, string> = {}): Response {
	return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...more } });
}

/** The answer to a refusal; null to anything else that was thrown. */
export function refusalOf(error: unknown, more: Record<string, string> = {}): Response | null {
	if (!(error instanceof Refused)) return null;
	const { status, code, message, field, headers } = error;
	const body = { success: false, error: { code, message, ...(field ? { field } : {}) } };
	return answer(status, body, { ...more, ...headers });
}

/** What may be sent again: nothing of it was kept. */
export function unavailable(more: Record<string, string> = {}): Response {
	const body = { success: false, error: { code: 'unavailable', message: 'not accepted; try again' } };
	return answer(503, body, { ...more, 'retry-after': '5' });
}

/** The body as it was sent, up to the limit. @throws Refused */
export async function bytesOf(request: Request): Promise<Buffer> {
	return readBody(request, MAX_BATCH_BYTES).catch((error: unknown) => {
		throw error instanceof BodyTooLarge ? tooLarge() : error;
	});
}

/** Its text, up to the limit again where it was compressed. @throws Refused */
export async function textOf(raw: Buffer): Promise<string> {
	// By its first bytes: some clients compress without saying so.
	if (raw[0] !== 0x1f || raw[1] !== 0x8b) return decoded(raw);
	const unpacked = await new Promise<Buffer>((resolve, reject) => {
		gunzip(raw, { maxOutputLength: MAX_BATCH_BYTES }, (error, text) => {
			if (!error) resolve(text);
			else if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') reject(tooLarge());
			else reject(new Refused(400, 'malformed', 'the body is not valid gzip', 'body'));
		});
	});
	return decoded(unpacked);
}

/** JSON is UTF-8: read as anything else it would be stored with its letters lost. */
function decoded(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw new Refused(400, 'malformed', 'the body is not valid UTF-8', 'body');
	}
}

function tooLarge(): Refused {
	return new Refused(413, 'too-large', 'a request has at most 500 KB', 'body');
}

/** @throws Refused */
export function jsonOf(text: string, parse: (text: string) => unknown = JSON.parse): unknown {
	try {
		return parse(text);
	} catch {
		throw new Refused(400, 'malformed', 'the body is not valid JSON', 'body');
	}
}

/** Too much for now. @throws Refused */
export function refuseWhenLimited(retryAfter: number): void {
	if (retryAfter > 0)
		throw new Refused(429, 'rate-limited', `too many events; try again in ${retryAfter} s`, undefined, {
			'retry-after': String(retryAfter),
		});
}
