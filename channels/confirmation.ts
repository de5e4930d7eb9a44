import { z } from 'zod';
import { config } from '@/config';
import { readSigned, signed } from './signed';

const KIND = 'confirm';

/** The link of a double opt-in, which only the address it is sent to learns. `id`: of the request. */
export function confirmUrl(id: string): string {
	return `${config().PARCOURS_URL}/confirm/${signed(KIND, id)}`;
}

/** The request that a token is of; null when we did not write it. */
export function readConfirmToken(token: string): string | null {
	const content = readSigned(KIND, token);
	return content === null ? null : z.uuid().parse(content);
}
