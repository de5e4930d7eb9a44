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

/** A Chromium for the browser tests: the one there is, else Debian's package (as root on Debian), else Playwright's. @throws StackError */
export async function ensureChromium(say: (text: string) => void): Promise<string> {
	const there = found();
	if (there) return there;
	const failures: string[] = [];
	const attempts: [string, () => Promise<unknown>][] = [
		...(process.getuid?.() === 0 && existsSync('/etc/debian_version')
			? [
					[
						'apt-get install chromium',
						() =>
							run('sh', [
								'-c',
								'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium',
							]),
					] as [string, () => Promise<unknown>],
				]
			: []),
		[
			'playwright install chromium',
			() => run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium']),
		],
	];
	for (const [how, install] of attempts) {
		say(`Chromium: ${how}`);
		try {
			await install();
			const installed = found();
			if (installed) return installed;
		} catch (error) {
			failures.push(`  ${how}: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	throw new StackError(
		`There is no Chromium and it could not be installed:\n${failures.join('\n')}\nInstall one and name it: PARCOURS_CHROMIUM=/path/to/chromium`,
	);
}
