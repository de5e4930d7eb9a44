import { randomInt } from 'node:crypto';

/** No 0/O, 1/I/L: read out at a till. 31^12 codes: nobody guesses one. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

export function newCode(): string {
	return Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
