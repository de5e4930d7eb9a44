import { parseArgs } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '@/config';
import { UserError } from '@/lib/errors';
import { sentenceOf, wholeNumber } from './command';
import { StackError } from './errors';

function thrownBy(work: () => unknown): unknown {
	try {
		work();
	} catch (error) {
		return error;
	}
	throw new Error('nothing was thrown');
}

describe('what a person can put right is a sentence', () => {
	test.each([
		new StackError('Port 3000 is taken.'),
		new ConfigError('PORT is not right.'),
		new UserError('no such journey'),
	])('$name', (error) => {
		expect(sentenceOf(error)).toBe(error.message);
	});
	test('a flag that a command does not know, with the help below it', () => {
		const error = thrownBy(() => parseArgs({ args: ['--nope'], options: {}, allowPositionals: true }));
		expect(sentenceOf(error, 'npm run it')).toBe("Unknown option '--nope'.\n\nnpm run it");
	});
	test('a flag without its value', () => {
		const error = thrownBy(() => parseArgs({ args: ['--url'], options: { url: { type: 'string' } } }));
		expect(sentenceOf(error)).toBe("Option '--url <value>' argument missing.");
	});
	test('but a bug keeps its stack', () => {
		expect(sentenceOf(new TypeError('x is not a function'))).toBeUndefined();
	});
});

describe('a number on the command line', () => {
	test.each(['abc', '', ' ', '1.5', '-1', '70000', '1e9'])(
		'%j is refused, with the flag and one that would do',
		(given) => {
			expect(() => wholeNumber(given, '--port', [1, 65_535], '3000')).toThrow(
				`--port must be a whole number from 1 to 65535; it is “${given}”. For example: --port 3000`,
			);
		},
	);
	test('from a variable is shown as one', () => {
		expect(() => wholeNumber('abc', 'PORT', [1, 65_535], '3000')).toThrow('For example: PORT=3000');
	});
	test('is taken', () => expect(wholeNumber('8080', '--port', [1, 65_535], '3000')).toBe(8080));
});
