import { z } from 'zod';
import { config } from '@/config';
import { readSigned, signed } from './signed';

const KIND = 'her-page';

/** The address of a customer's own page: needs no login, cannot be guessed, never expires. */
export function herPageUrl(customerId: string): string {
	return `${config().PARCOURS_URL}/me/${signed(KIND, [customerId])}`;
}

/** Whose page a token opens; null when we did not write it. */
export function readHerPageToken(token: string): string | null {
	const read = z.tuple([z.uuid()]).safeParse(readSigned(KIND, token));
	return read.success ? read.data[0] : null;
}
