import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const HERE = new URL('.', import.meta.url);

test('what the database’s rules refuse a marketer is said in her language', () => {
	const files = readdirSync(HERE).filter((name) => name.endsWith('.ts') && !name.includes('test'));
	const inOneLanguage = files.flatMap((name) =>
		[...readFileSync(new URL(name, HERE), 'utf8').matchAll(/new (?:ConflictError|NotFoundError)\(\s*['"`].*/g)].map(
			([found]) => `${name}: ${found}`,
		),
	);
	expect(inOneLanguage).toEqual([]);
});
