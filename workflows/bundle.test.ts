import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { expect, test } from 'vitest';

test('the workflow bundle holds the machine and nothing that a change elsewhere could break it by', async () => {
	const { code } = await bundleWorkflowCode({
		workflowsPath: new URL('./index.ts', import.meta.url).pathname,
		logger: new DefaultLogger('WARN'),
	});
	expect(code).toContain('lib/machine.ts');
	for (const stranger of [
		'node_modules/zod/',
		'node_modules/drizzle-orm/',
		'node_modules/react/',
		'node_modules/luxon/',
		'./nodes/',
		'./db/',
		'./channels/',
	])
		expect(code, `${stranger} must not be in the workflow bundle: import types only`).not.toContain(stranger);
}, 60_000);
