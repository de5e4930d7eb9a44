import { z } from 'zod';
import { config } from '@/config';
import { channel } from '@/lib/channel';
import { DEFAULT_PURPOSE, purposeId } from '@/lib/consent';
import { readSigned, signed } from './signed';

const KIND = 'unsubscribe';

/** `purpose`: what the message was for. Links that were sent before there were purposes are about offers and news. */
const subject = z.object({
	customerId: z.uuid(),
	channel,
	key: z.string(),
	purpose: purposeId.default(DEFAULT_PURPOSE),
});
export type Unsubscribe = z.infer<typeof subject>;

/** The address behind “unsubscribe”: needs no login, cannot be guessed, never expires. */
export function unsubscribeUrl({ customerId, channel, key, purpose }: Unsubscribe): string {
	return `${config().PARCOURS_URL}/u/${signed(KIND, [customerId, channel, key, purpose])}`;
}

/** Whom and what a token is about; null when we did not write it. */
export function readUnsubscribeToken(token: string): Unsubscribe | null {
	const content = readSigned(KIND, token);
	if (content === null) return null;
	const [customerId, channel, key, purpose] = z
		.tuple([z.string(), z.string(), z.string(), z.string().optional()])
		.parse(content);
	return subject.parse({ customerId, channel, key, purpose });
}
