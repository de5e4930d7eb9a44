import { timingSafeEqual } from 'node:crypto';

/** Whether a signature or a secret is the expected one, in a time that says nothing about where they differ. */
export function isSame(one: Buffer, other: Buffer): boolean {
	return one.length === other.length && timingSafeEqual(one, other);
}
