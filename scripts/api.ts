import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StackError } from './stack/errors';
import { ROOT } from './stack/paths';

const credentials = z.object({
	url: z.string(),
	email: z.string(),
	password: z.string(),
	writeKey: z.string(),
	secretKey: z.string(),
});
export type Credentials = z.infer<typeof credentials>;

/** What the first start wrote down, when it is there. */
export function readCredentials(
	file = process.env.PARCOURS_CREDENTIALS ?? path.join(ROOT, '.parcours/credentials.json'),
): Credentials | null {
	return existsSync(file) ? credentials.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** Which installation a command speaks to: what it was told, else the one on this machine. @throws StackError */
export function apiAccess({ url, key }: { url?: string | undefined; key?: string | undefined }): {
	url: string;
	writeKey: string;
	secretKey: string;
} {
	const local = readCredentials();
	if (!local && !(url && key))
		throw new StackError('Name the installation with --url and --key, or start one here: npm start');
	return {
		url: url ?? local?.url ?? '',
		writeKey: key ?? local?.writeKey ?? '',
		secretKey: key ?? local?.secretKey ?? '',
	};
}
