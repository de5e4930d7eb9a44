import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const alias = [{ find: /^@\//, replacement: root }];
const integration = '**/*.integration.test.{ts,tsx}';
const exclude = ['**/node_modules/**', '.next/**', '.parcours/**', 'e2e/**'];

export default defineConfig({
	test: {
		projects: [
			{
				resolve: { alias },
				test: {
					name: 'unit',
					include: ['**/*.test.{ts,tsx}'],
					exclude: [...exclude, integration],
				},
			},
			{
				resolve: { alias },
				test: {
					name: 'integration',
					include: [integration],
					exclude,
					// A scratch Postgres and Temporal for the whole run; a database of its own for each file.
					globalSetup: ['scripts/testing/stack.ts'],
					setupFiles: ['scripts/testing/setup.ts'],
					// One worker per core would starve Postgres and Temporal, which share these cores.
					maxWorkers: 2,
					testTimeout: 30_000,
					hookTimeout: 60_000,
				},
			},
		],
	},
});
