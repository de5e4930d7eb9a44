import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { StackError } from './stack/errors';
import { run } from './stack/process';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function found(): string | undefined {
	const places = [process.env.PARCOURS_CHROMIUM ?? '', ...PLACES, chromium.executablePath()];
	return places.find((place) => place !== '' && existsSync(place) && spawnSync(place, ['--version']).status === 0);
}

type Attempt = { how: string; command: string; args: string[] };

function attempts(): Attempt[] {
	const apt = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium';
	const playwright = ['node_modules/@playwright/test/cli.js', 'install', 'chromium'];
	const debian = process.getuid?.() === 0 && existsSync('/etc/debian_version');
	return [
		...(debian ? [{ how: 'apt-get install chromium', command: 'sh', args: ['-c', apt] }] : []),
		{ how: 'playwright install chromium', command: process.execPath, args: playwright },
	];
}

/**
 * A Chromium for the browser tests: the one there is, else Debian's package (as root on Debian), else Playwright's.
 *
 * @returns its path.
 * @throws StackError that says what was tried and how to name one.
 */
export async function ensureChromium(note: (text: string) => void, signal: AbortSignal): Promise<string> {
	const there = found();
	if (there) return there;
	const failures: string[] = [];
	for (const { how, command, args } of attempts()) {
		note(how);
		try {
			await run(command, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, signal });
			const installed = found();
			if (installed) return installed;
			failures.push(`  ${how}: what it installed does not run (a library is missing?)`);
		} catch (error) {
			signal.throwIfAborted();
			failures.push(`  ${how}: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	throw new StackError(
		`There is no Chromium and it could not be installed:\n${failures.join('\n')}\nInstall one and name it: PARCOURS_CHROMIUM=/path/to/chromium`,
	);
}
