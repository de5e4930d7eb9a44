import { existsSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '@/config';
import { StackError } from './errors';
import { ROOT } from './paths';

/** Variables of `.env`, as Next would read them for the web part only; what is set already wins. */
export function loadDotEnv(): void {
	const file = path.join(ROOT, '.env');
	if (existsSync(file)) process.loadEnvFile(file);
}

/** Runs a command of ours: what a person can put right is shown as a sentence, a bug with its stack; both fail. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
	try {
		loadDotEnv();
		await main();
	} catch (error) {
		const known = error instanceof StackError || error instanceof ConfigError;
		console.error(known ? error.message : error);
		process.exitCode = 1;
	}
}
