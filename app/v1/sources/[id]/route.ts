import { z } from 'zod';
import { keyOf } from '@/auth/secret-key';
import { isSignedBySource, isSourceSecret, topicOf } from '@/channels/source-secret';
import { verifyKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { receivePayloads } from '@/db/source-payloads';
import { sourceSecret } from '@/db/sources';
import { type JsonObject, json } from '@/lib/event';
import { parseExactly } from '@/lib/exact-json';
import { whatIsHostile } from '@/lib/hostile';
import { log } from '@/log';
import { takeTokens } from '../../rate-limit';
import { answer, bytesOf, jsonOf, Refused, refusalOf, refuseWhenLimited, textOf, unavailable } from '../../taken-body';

const MAX_PAYLOADS = 5000;
const MAX_TOPIC = 200;

/**
 * Takes what a system of the retailer's sends, in that system's own words: a JSON object, or a list of them.
 * “Acknowledged” means committed; its mapping makes events of it a moment later (db/map-payloads.ts). The source's secret
 * opens it (sent as a key, or signed with), and so does the secret key.
 */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
	try {
		const receivedAt = new Date();
		const raw = await bytesOf(request);
		const source = await authenticate(request, (await params).id, raw, receivedAt.getTime());
		const payloads = payloadsIn(jsonOf(await textOf(raw), parseExactly));
		const topic = topicOf(request);
		if (topic !== null && (topic.length > MAX_TOPIC || whatIsHostile(topic)))
			throw new Refused(400, 'invalid', `must be a text of at most ${MAX_TOPIC} characters`, 'topic');
		refuseWhenLimited(takeTokens(`source:${source}`, payloads.length));
		await receivePayloads(db(), source, payloads, { receivedAt, topic });
		return answer(200, { success: true, received: payloads.length });
	} catch (error) {
		const refusal = refusalOf(error);
		if (refusal) return refusal;
		log().error({ err: error }, 'payloads could not be taken in');
		return unavailable();
	}
}

/** The source's id. @throws Refused */
async function authenticate(request: Request, id: string, raw: Buffer, now: number): Promise<string> {
	const source = await sourceSecret(db(), id);
	const key = keyOf(request.headers.get('authorization'));
	if (
		source &&
		(key === null ? isSignedBySource(source.secret, request.headers, raw, now) : isSourceSecret(source.secret, key))
	)
		return source.id;
	const verified = key === null ? null : await verifyKey(db(), key);
	if (!verified)
		throw new Refused(
			401,
			'unauthorized',
			'send the source’s secret, or the secret key, as user name of Basic authentication or as Bearer token; or sign the body with the source’s secret',
			'authorization',
			{ 'www-authenticate': 'Basic realm="Parcours"' },
		);
	if (verified.kind !== 'secret')
		throw new Refused(403, 'forbidden', 'this needs the source’s secret or the secret key, not the write key');
	if (!source) throw new Refused(404, 'not-found', 'there is no source at this address');
	return source.id;
}

const payload = z.record(z.string(), json);

/** @throws Refused naming the payload by its place in the list */
function payloadsIn(body: unknown): JsonObject[] {
	const hostile = whatIsHostile(body);
	if (hostile) throw new Refused(400, 'invalid', `${hostile.path}: ${hostile.reason}`, hostile.path);
	const list = Array.isArray(body) ? body : [body];
	if (list.length > MAX_PAYLOADS)
		throw new Refused(400, 'invalid', `body: a request has at most ${MAX_PAYLOADS} payloads`, 'body');
	return list.map((one, n) => {
		const parsed = payload.safeParse(one);
		if (parsed.success) return parsed.data;
		const field = Array.isArray(body) ? `body.${n}` : 'body';
		throw new Refused(400, 'invalid', `${field}: must be a JSON object`, field);
	});
}
