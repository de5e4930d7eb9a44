import { type Shown, shown } from '@/lib/form';
import { readSigned, signed } from './signed';

const KIND = 'shown';

/** What a page puts before somebody, to come back with her answer. */
export function signShown(what: Shown): string {
	return signed(KIND, what);
}

/** What was put before whoever answers; null when we did not show it. */
export function readShown(token: string): Shown | null {
	const content = readSigned(KIND, token);
	return content === null ? null : shown.parse(content);
}
