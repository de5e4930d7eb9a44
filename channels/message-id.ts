import { createHash } from 'node:crypto';

/** The left side of the Message-ID of the send with this key: the same for every try, and how an answer is told to be to it. */
export function messageIdOf(key: string): string {
	return createHash('sha256').update(key).digest('hex').slice(0, 40);
}
