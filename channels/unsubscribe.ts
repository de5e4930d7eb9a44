import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { config } from '@/config';
import { channel } from '@/lib/channel';

const subject = z.object({ customerId: z.uuid(), channel, key: z.string() });
export type Unsubscribe = z.infer<typeof subject>;

/** The address behind “unsubscribe”: needs no login, cannot be guessed, never expires. */
export function unsubscribeUrl(of: Unsubscribe): string {
	const payload = Buffer.from(JSON.stringify([of.customerId, of.channel, of.key])).toString('base64url');
	return `${config().PARCOURS_URL}/u/${payload}.${sign(payload)}`;
}

/** Whom and what a token is about; null when we did not write it. */
export function readUnsubscribeToken(token: string): Unsubscribe | null {
	const [payload = '', signature = ''] = token.split('.');
	const expected = Buffer.from(sign(payload));
	const given = Buffer.from(signature);
	if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
	const [customerId, channel, key] = z
		.tuple([z.string(), z.string(), z.string()])
		.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
	return subject.parse({ customerId, channel, key });
}

function sign(payload: string): string {
	return createHmac('sha256', config().PARCOURS_SECRET)
		.update(`unsubscribe ${payload}`)
		.digest('base64url')
		.slice(0, 32);
}
