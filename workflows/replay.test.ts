import { readdirSync } from 'node:fs';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, test } from 'vitest';
import { readHistory } from './testing/history-file';

const folder = new URL('./histories/', import.meta.url);
const saved = readdirSync(folder).filter((name) => name.endsWith('.history.json'));

beforeAll(() => {
	Runtime.install({ logger: new DefaultLogger('ERROR') });
});

describe('enrollments that are under way go on with today’s code', () => {
	test('every opcode and every way a wait can end has a saved history', () => {
		expect(saved.map((name) => name.replace('.history.json', '')).sort()).toEqual(
			[
				'await-event',
				'await-restart-timeout',
				'defer',
				'exit',
				'failed',
				'held',
				'local-sends',
				'loop',
				'sleep',
				'split',
				'stop',
			].sort(),
		);
	});

	test.each(saved)('%s', async (name) => {
		const history = readHistory(new URL(name, folder).pathname);
		await Worker.runReplayHistory({ workflowsPath: new URL('./index.ts', import.meta.url).pathname }, history);
	});
});
