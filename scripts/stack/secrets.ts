import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { DataPaths } from './paths';

const secrets = z.object({
	postgresPassword: z.string(),
	authSecret: z.string(),
	linkSecret: z.string(),
	twilioAuthToken: z.string(),
});
export type Secrets = z.infer<typeof secrets>;

const random = (bytes: number) => randomBytes(bytes).toString('hex');

/** Made once for a data directory and kept: sessions, unsubscribe links and the database's password survive a restart. */
export function loadSecrets(paths: DataPaths): Secrets {
	if (existsSync(paths.secrets)) return secrets.parse(JSON.parse(readFileSync(paths.secrets, 'utf8')));
	const made: Secrets = {
		postgresPassword: random(24),
		authSecret: random(32),
		linkSecret: random(32),
		twilioAuthToken: random(16),
	};
	writeFileSync(paths.secrets, JSON.stringify(made, null, '\t'), { mode: 0o600 });
	return made;
}
