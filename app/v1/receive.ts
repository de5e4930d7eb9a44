import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { BodyTooLarge, readBody } from '@/auth/body';
import { verifyKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { ingest } from '@/db/ingest';
import { senderOf } from '@/lib/retail-events';
import { type Call, CallError, type CallType, MAX_BATCH_BYTES, readCall } from '@/lib/segment';
import { log } from '@/log';
import { takeTokens } from './rate-limit';

const CORS = {
	'access-control-allow-origin': '*',
	'access-control-allow-methods': 'POST, OPTIONS',
	'access-control-allow-headers': 'Authorization, Content-Type, Content-Encoding',
	'access-control-max-age': '86400',
};

/** A refusal with its HTTP status. */
class Refused extends Error {
	constructor(
		readonly status: 400 | 401 | 403 | 413 | 429,
		readonly code: string,
		message: string,
		readonly field?: string,
		readonly headers: Record<string, string> = {},
	) {
		super(message);
	}
}

/** What a batch answers beside its successes: which events were refused, and why. */
type BatchError = { index: number; messageId?: string; field: string; message: string };

export function preflight(): Response {
	return new Response(null, { status: 204, headers: CORS });
}

/**
 * Takes calls in the way Segment's API does: any Content-Type, gzip or not, Basic auth with the write key as user name
 * (or `writeKey` in the body, as browsers send it). “Acknowledged” means committed.
 */
export async function receive(request: Request, type: CallType | 'batch'): Promise<Response> {
	try {
		const receivedAt = new Date();
		const body = parse(await readText(request));
		const key = await authenticate(request, body);
		const history = request.headers.get('x-parcours-import') === 'history';
		if (history && key.kind !== 'secret') throw new Refused(403, 'forbidden', 'importing history needs the secret key');
		const { calls, errors } =
			type === 'batch'
				? readBatch(body, receivedAt, key.kind)
				: { calls: [readOne(body, type, receivedAt, key.kind)], errors: [] };
		// What was refused has cost its reading, too.
		const retryAfter = takeTokens(key.id, calls.length + errors.length);
		if (retryAfter > 0)
			throw new Refused(429, 'rate-limited', `too many events; try again in ${retryAfter} s`, undefined, {
				'retry-after': String(retryAfter),
			});
		await ingest(db(), calls, { source: sourceOf(calls[0], key.id), receivedAt, history });
		return answer(200, { success: true, ...(errors.length > 0 ? { errors } : {}) });
	} catch (error) {
		if (error instanceof Refused) {
			const { status, code, message, field, headers } = error;
			return answer(status, { success: false, error: { code, message, ...(field ? { field } : {}) } }, headers);
		}
		log().error({ err: error }, 'events could not be taken in');
		return answer(
			503,
			{ success: false, error: { code: 'unavailable', message: 'not accepted; try again' } },
			{ 'retry-after': '5' },
		);
	}
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
	return Response.json(body, { status, headers: { ...CORS, 'cache-control': 'no-store', ...headers } });
}

/** Reads the body up to the limit, before and after decompression. */
async function readText(request: Request): Promise<string> {
	const raw = await readBody(request, MAX_BATCH_BYTES).catch((error: unknown) => {
		throw error instanceof BodyTooLarge ? tooLarge() : error;
	});
	// By its first bytes: some clients compress without saying so.
	if (raw[0] !== 0x1f || raw[1] !== 0x8b) return textOf(raw);
	const unpacked = await new Promise<Buffer>((resolve, reject) => {
		gunzip(raw, { maxOutputLength: MAX_BATCH_BYTES }, (error, text) => {
			if (!error) resolve(text);
			else if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') reject(tooLarge());
			else reject(new Refused(400, 'malformed', 'the body is not valid gzip', 'body'));
		});
	});
	return textOf(unpacked);
}

/** JSON is UTF-8: read as anything else it would be stored with its letters lost. */
function textOf(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw new Refused(400, 'malformed', 'the body is not valid UTF-8', 'body');
	}
}

function tooLarge(): Refused {
	return new Refused(413, 'too-large', 'a request has at most 500 KB', 'body');
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new Refused(400, 'malformed', 'the body is not valid JSON', 'body');
	}
}

async function authenticate(request: Request, body: unknown): Promise<{ id: string; kind: 'write' | 'secret' }> {
	const basic = request.headers.get('authorization')?.match(/^Basic\s+(\S+)$/i)?.[1];
	const inBody = z.object({ writeKey: z.string() }).safeParse(body);
	const key = basic
		? Buffer.from(basic, 'base64').toString('utf8').split(':')[0]
		: inBody.success
			? inBody.data.writeKey
			: undefined;
	const verified = key ? await verifyKey(db(), key) : null;
	if (!verified)
		throw new Refused(401, 'unauthorized', 'send the write key as user name of Basic authentication', 'authorization', {
			'www-authenticate': 'Basic realm="Parcours"',
		});
	return verified;
}

/** With the write key, which every visitor of a site can read, anybody could change prices and stocks, or refund an order. */
class NeedsSecretKey extends CallError {
	constructor(name: string) {
		super('event', `“${name}” is for your own systems to say: send it from a server, with the secret key`);
	}
}

function readAllowed(raw: unknown, surroundings: Parameters<typeof readCall>[1], key: 'write' | 'secret'): Call {
	const call = readCall(raw, surroundings);
	if (key !== 'secret' && call.type === 'track' && senderOf(call.name) === 'server')
		throw new NeedsSecretKey(call.name);
	return call;
}

function readOne(body: unknown, type: CallType, receivedAt: Date, key: 'write' | 'secret'): Call {
	try {
		return readAllowed(body, { receivedAt: receivedAt.getTime(), type }, key);
	} catch (error) {
		if (error instanceof NeedsSecretKey) throw new Refused(403, 'forbidden', error.message, error.field);
		if (error instanceof CallError) throw new Refused(400, 'invalid', error.message, error.field);
		throw error;
	}
}

const batch = z.looseObject({
	batch: z.array(z.unknown()).max(5000),
	sentAt: z.unknown().optional(),
	context: z.unknown().optional(),
});

function readBatch(body: unknown, receivedAt: Date, key: 'write' | 'secret'): { calls: Call[]; errors: BatchError[] } {
	const parsed = batch.safeParse(body);
	if (!parsed.success) throw new Refused(400, 'invalid', 'batch: must be a list of calls', 'batch');
	const calls: Call[] = [];
	const errors: BatchError[] = [];
	parsed.data.batch.forEach((raw, index) => {
		try {
			calls.push(readAllowed(raw, { receivedAt: receivedAt.getTime(), sentAt: parsed.data.sentAt }, key));
		} catch (error) {
			if (!(error instanceof CallError)) throw error;
			const messageId = z.object({ messageId: z.string() }).safeParse(raw);
			errors.push({
				index,
				...(messageId.success ? { messageId: messageId.data.messageId } : {}),
				field: error.field,
				message: error.message,
			});
		}
	});
	return { calls, errors };
}

/** The client's own name when it says it: `analytics-node`, `rudder-sdk`. */
function sourceOf(call: Call | undefined, keyId: string): string {
	const library = z.object({ library: z.object({ name: z.string().max(60) }) }).safeParse(call?.context);
	return library.success && library.data.library.name !== 'parcours' ? library.data.library.name : `key:${keyId}`;
}
