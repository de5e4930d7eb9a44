import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './stack/paths';

// Plain JavaScript without types, since it runs before anything is installed.
const { satisfies } = (await import(path.join(ROOT, 'scripts/install.mjs'))) as {
	satisfies: (version: string, range: string) => boolean;
};
const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');
const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };

test.each([
	['18.20.4', false],
	['20.12.0', false],
	['20.18.3', false],
	['20.19.0', true],
	['20.20.2', true],
	['21.7.3', false],
	['22.11.0', false],
	['22.12.0', true],
	['24.0.0', true],
])('Node %s is enough: %s', (version, enough) => {
	expect(satisfies(version, engines.node)).toBe(enough);
});

test('a range it cannot read is never satisfied, so that a new way to write one shows at once', () => {
	expect(satisfies('24.0.0', '>=22')).toBe(false);
});

test('the README and the lockfile name the same versions of Node', () => {
	const [oldest, even] = engines.node.match(/\d+\.\d+/g) ?? [];
	expect(read('README.md')).toContain(`Node ${oldest} or ${even} and later`);
	expect(JSON.parse(read('package-lock.json')).packages[''].engines).toEqual(engines);
});
