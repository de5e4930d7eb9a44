import { defineConfig, devices } from '@playwright/test';

/** The stack is started by scripts/test.ts, which says where it is and which Chromium there is. */
export default defineConfig({
	testDir: 'e2e',
	fullyParallel: false,
	// One after the other: the specs share one retailer.
	workers: 1,
	retries: 0,
	timeout: 120_000,
	expect: { timeout: 15_000 },
	outputDir: 'test-results',
	use: {
		...devices['Desktop Chrome'],
		viewport: { width: 1440, height: 900 },
		baseURL: process.env.E2E_URL ?? '',
		locale: 'en-GB',
		timezoneId: 'Europe/Paris',
		// A toast that is fading has no contrast: what is looked at stands still.
		contextOptions: { reducedMotion: 'reduce' },
		trace: 'retain-on-failure',
		launchOptions: {
			...(process.env.PARCOURS_CHROMIUM ? { executablePath: process.env.PARCOURS_CHROMIUM } : {}),
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
			],
		},
	},
});
