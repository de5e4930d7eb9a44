import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openQuestions } from './ask';

function piped(input: string) {
	const stdin = new PassThrough();
	const stdout = new PassThrough();
	stdin.end(input);
	const said = async () => {
		stdout.end();
		return text(stdout);
	};
	return { ...openQuestions(stdin, stdout), said };
}

test('several answers may be piped in at once', async () => {
	const questions = piped('ada@example.com\n  Ada \n');
	expect(await questions.ask('Email: ')).toBe('ada@example.com');
	expect(await questions.ask('Name: ')).toBe('Ada');
	questions.close();
	expect(await questions.said()).toContain('Email: ');
});

test('where nobody answers a question ends', async () => {
	const questions = piped('');
	expect(await questions.ask('Remove everything? ')).toBeUndefined();
});
