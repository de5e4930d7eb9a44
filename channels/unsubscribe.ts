import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { config } from '@/config';
import { channel } from '@/lib/channel';
import { DEFAULT_PURPOSE, purposeId } from '@/lib/consent';

/** `purpose`: what the message was for. Links that were sent before there were purposes are about offers and news. */
const subject = z.object({
	customerId: z.uuid(),
	channel,
	key: z.string(),
	purpose: purposeId.default(DEFAULT_PURPOSE),
});
export type Unsubscribe = z.infer<typeof subject>;

/** The address behind “unsubscribe”: needs no login, cannot be guessed, never expires. */
export function unsubscribeUrl(of: Unsubscribe): string {
	const payload = Buffer.from(JSON.stringify([of.customerId, of.channel, of.key, of.purpose])).toString('base64url');
	return `${config().PARCOURS_URL}/u/${payload}.${sign(payload)}`;
}

/** Whom and what a token is about; null when we did not write it. */
export function readUnsubscribeToken(token: string): Unsubscribe | null {
	const [payload = '', signature = ''] = token.split('.');
	const expected = Buffer.from(sign(payload));
	const given = Buffer.from(signature);
	if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
	const [customerId, channel, key, purpose] = z
		.tuple([z.string(), z.string(), z.string(), z.string().optional()])
		.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
	return subject.parse({ customerId, channel, key, purpose });
}

function sign(payload: string): string {
	return createHmac('sha256', config().PARCOURS_SECRET)
		.update(`unsubscribe ${payload}`)
		.digest('base64url')
		.slice(0, 32);
}
