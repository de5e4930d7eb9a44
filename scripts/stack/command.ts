import { existsSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '@/config';
import { UserError } from '@/lib/errors';
import { StackError } from './errors';
import { ROOT } from './paths';

/** Variables of `.env`, as Next would read them for the web part only; what is set already wins. */
export function loadDotEnv(): void {
	const file = path.join(ROOT, '.env');
	if (existsSync(file)) process.loadEnvFile(file);
}

/**
 * Runs a command of ours: what a person can put right is shown as a sentence, a bug with its stack; both fail.
 *
 * @param help shown below what `parseArgs` says about a flag it does not know.
 */
export async function runCommand(main: () => Promise<void>, help?: string): Promise<void> {
	// Whoever reads what we say has gone (`| head`): nobody is left to speak to.
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code !== 'EPIPE') throw error;
		process.exit();
	});
	try {
		loadDotEnv();
		await main();
	} catch (error) {
		console.error(sentenceOf(error, help) ?? error);
		process.exitCode = 1;
	}
}

/** What a person needs to read; undefined: a bug, whose stack somebody will want. */
export function sentenceOf(error: unknown, help?: string): string | undefined {
	if (error instanceof StackError || error instanceof ConfigError || error instanceof UserError) return error.message;
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	if (error instanceof Error && code.startsWith('ERR_PARSE_ARGS_')) {
		// Node’s advice on how to pass such an argument all the same takes a line of its own.
		const [said = ''] = error.message.split('. ');
		return `${said}.${help ? `\n\n${help}` : ''}`;
	}
	return undefined;
}

/** A whole number that was given as text. @throws StackError that names the flag or the variable and shows what would do. */
export function wholeNumber(
	given: string,
	name: string,
	[min, max]: readonly [number, number],
	example: string,
): number {
	const n = Number(given);
	if (given.trim() === '' || !Number.isInteger(n) || n < min || n > max)
		throw new StackError(
			`${name} must be a whole number from ${min} to ${max}; it is “${given}”. For example: ${name}${name.startsWith('-') ? ' ' : '='}${example}`,
		);
	return n;
}
