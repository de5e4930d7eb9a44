import { spawnSync } from 'node:child_process';
import {
	appendFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Walked } from './testing/walk-through';

const root = path.dirname(import.meta.dirname);
const copy = mkdtempSync(path.join(tmpdir(), 'parcours-walk-through-'));
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const section = readme.slice(readme.indexOf('## Add a node in five minutes'), readme.indexOf('## Production'));

/** The code blocks of the walk-through; the first line of each says which file it is. */
const blocks = [...section.matchAll(/^```ts\n\/\/ (nodes\/[\w./-]+).*\n([\s\S]*?)^```$/gm)].map(
	([, file = '', code = '']) => ({ file, code }),
);
const note = /with the note `(.+?)`/.exec(section)?.[1] ?? '';

/** In the copy, on the Postgres and the Temporal of this test run; what is about this run of tests itself is left out. */
function run(...args: string[]) {
	const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'development', NO_COLOR: '1', FORCE_COLOR: '0' };
	for (const name of Object.keys(env)) if (/^(VITEST|TEST$)/.test(name)) Reflect.deleteProperty(env, name);
	const options = { cwd: copy, env, encoding: 'utf8', timeout: 90_000 } as const;
	const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
	return { status, stdout, output: stdout + stderr };
}

beforeAll(() => {
	for (const name of [
		'biome.json',
		'channels',
		'components/inspector/form-model.ts',
		'app/api/journey.schema.json/route.ts',
		'demo',
		'docs',
		'db',
		'lib',
		'nodes',
		'workflows',
		'config.ts',
		'globals.d.ts',
		'log.ts',
		'package.json',
		'tsconfig.json',
		'vitest.config.ts',
		'.gitignore',
	])
		cpSync(path.join(root, name), path.join(copy, name), {
			recursive: true,
			filter: (file) => !/\.integration\.test\.tsx?$/.test(file),
		});
	symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
	for (const { file, code } of blocks) {
		const target = path.join(copy, file);
		mkdirSync(path.dirname(target), { recursive: true });
		if (existsSync(target)) appendFileSync(target, code);
		else writeFileSync(target, code);
	}
	const only = {
		extends: './tsconfig.json',
		include: ['globals.d.ts', 'nodes/**/*.ts', 'workflows/**/*.ts'],
		compilerOptions: { incremental: false },
	};
	writeFileSync(path.join(copy, 'tsconfig.check.json'), JSON.stringify(only));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('the README adds a node type with one folder and one line', () => {
	expect(blocks.map(({ file }) => file)).toEqual(['nodes/add-note/node.ts', 'nodes/add-note/run.ts', 'nodes/types.ts']);
	expect(blocks[2]?.code.trim().split('\n')).toHaveLength(1);
	expect(existsSync(path.join(root, 'nodes/add-note')), 'it is the reader’s to add, not ours').toBe(false);
});

test('what the README says compiles', () => {
	const { status, output } = run('node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.check.json');
	expect(output).toBe('');
	expect(status).toBe(0);
}, 90_000);

test('the README’s checks pass, and write the node into the docs', () => {
	const format = run('node_modules/@biomejs/biome/bin/biome', 'check', '--write', 'nodes');
	expect(format.status, format.output).toBe(0);
	const tests = ['nodes/index', 'nodes/forms', 'nodes/journey-schema', 'docs/journeys'];
	const checks = run('node_modules/vitest/vitest.mjs', 'run', '-u', '--project', 'unit', ...tests);
	expect(checks.status, checks.output).toBe(0);
	expect(readFileSync(path.join(copy, 'docs/journeys.md'), 'utf8')).toContain('### Leave a note: `add-note`');
}, 90_000);

test('a customer goes through the new node, and her path shows the note', () => {
	const { status, stdout, output } = run(
		'--import',
		'tsx',
		'nodes/testing/walk-through.ts',
		'add-note',
		JSON.stringify({ note }),
	);
	expect(status, output).toBe(0);
	const walked: Walked = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
	expect(walked.types).toContain('add-note');
	expect(walked.outcome).toBe('walked');
	expect(walked.path).toEqual(['new:done']);
	expect(walked.notes).toContain('Call Zoé about Raincoat');
}, 90_000);
