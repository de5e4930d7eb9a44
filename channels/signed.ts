import { createHmac, timingSafeEqual } from 'node:crypto';
import { config } from '@/config';
import { type Json, json } from '@/lib/event';

/** What a link of ours carries: readable, but only we can have written it. One of another kind is not accepted for it. */
export function signed(kind: string, content: Json): string {
	const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
	return `${payload}.${sign(kind, payload)}`;
}

/** What a token of this kind carries; null when we did not write it. */
export function readSigned(kind: string, token: string): Json | null {
	const [payload = '', signature = ''] = token.split('.');
	const expected = Buffer.from(sign(kind, payload));
	const given = Buffer.from(signature);
	if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
	return json.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
}

function sign(kind: string, payload: string): string {
	return createHmac('sha256', config().PARCOURS_SECRET).update(`${kind} ${payload}`).digest('base64url').slice(0, 32);
}
