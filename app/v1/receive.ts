import { z } from 'zod';
import { verifyKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { ingest } from '@/db/ingest';
import { senderOf } from '@/lib/retail-events';
import { type Call, CallError, type CallType, readCall } from '@/lib/segment';
import { log } from '@/log';
import { takeTokens } from './rate-limit';
import { answer, bytesOf, jsonOf, Refused, refusalOf, refuseWhenLimited, textOf, unavailable } from './taken-body';

const CORS = {
	'access-control-allow-origin': '*',
	'access-control-allow-methods': 'POST, OPTIONS',
	'access-control-allow-headers': 'Authorization, Content-Type, Content-Encoding',
	'access-control-max-age': '86400',
};

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
		const body = jsonOf(await textOf(await bytesOf(request)));
		const key = await authenticate(request, body);
		const history = request.headers.get('x-parcours-import') === 'history';
		if (history && key.kind !== 'secret') throw new Refused(403, 'forbidden', 'importing history needs the secret key');
		const { calls, errors } =
			type === 'batch'
				? readBatch(body, receivedAt, key.kind)
				: { calls: [readOne(body, type, receivedAt, key.kind)], errors: [] };
		// What was refused has cost its reading, too.
		refuseWhenLimited(takeTokens(key.id, calls.length + errors.length));
		await ingest(db(), calls, {
			...{ source: sourceOf(calls[0], key.id), receivedAt, history },
			teller: key.kind === 'secret' ? 'server' : 'page',
		});
		return answer(200, { success: true, ...(errors.length > 0 ? { errors } : {}) }, CORS);
	} catch (error) {
		const refusal = refusalOf(error, CORS);
		if (refusal) return refusal;
		log().error({ err: error }, 'events could not be taken in');
		return unavailable(CORS);
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
