import { createHmac } from 'node:crypto';
import { config } from '@/config';
import { type Json, json } from '@/lib/event';
import { isSame } from './is-same';

/** What a link of ours carries: readable, but only we can have written it. One of another kind is not accepted for it. */
export function signed(kind: string, content: Json): string {
	const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
	return `${payload}.${sign(kind, payload)}`;
}

/** What a token of this kind carries; null when we did not write it. */
export function readSigned(kind: string, token: string): Json | null {
	const [payload = '', signature = ''] = token.split('.');
	if (!isSame(Buffer.from(sign(kind, payload)), Buffer.from(signature))) return null;
	return json.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
}

function sign(kind: string, payload: string): string {
	return createHmac('sha256', config().PARCOURS_SECRET).update(`${kind} ${payload}`).digest('base64url').slice(0, 32);
}
