import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { OperationalError } from '@/lib/errors';
import { ask } from './deliver';
import { type Answer, httpServer } from './testing/http';

const settings = vi.hoisted(() => ({ SMTP_ASK_URL: '' as string | undefined, TWILIO_ASK_URL: undefined }));
vi.mock('@/config', () => ({ config: () => settings }));

let server: Awaited<ReturnType<typeof httpServer>>;
let answer: Answer;
beforeAll(async () => {
	server = await httpServer(() => answer);
});
afterAll(() => server.close());
beforeEach(() => {
	settings.SMTP_ASK_URL = `${server.url}/ask`;
});

describe('asking the receiver what became of a message', () => {
	test('it has it', async () => {
		answer = { status: 200, body: '{"found":true}' };
		expect(await ask('email', 'e1:mail & co:0:email')).toBe('accepted');
		expect(server.calls.at(-1)?.url).toBe('/ask?key=e1%3Amail%20%26%20co%3A0%3Aemail');
	});
	test('it never got it', async () => {
		answer = { status: 200, body: '{"found":false}' };
		expect(await ask('email', 'k')).toBe('not-received');
	});
	test('it cannot be asked', async () => {
		expect(await ask('sms', 'k')).toBe('cannot-ask');
	});
	test.each<[string, Answer]>([
		['is in trouble', { status: 500, body: '{"found":false}' }],
		['answers something else', { status: 200, body: '{"found":"no"}' }],
		['answers no JSON', { status: 200, body: 'no' }],
		['is cut off', 'cut'],
	])('a receiver that %s has not said “never got it”', async (_what, given) => {
		answer = given;
		await expect(ask('email', 'k')).rejects.toBeInstanceOf(OperationalError);
	});
	test('a receiver that does not answer is asked again later', async () => {
		answer = 'silence';
		await expect(ask('email', 'k', 100)).rejects.toBeInstanceOf(OperationalError);
		const gone = await httpServer(() => 'cut');
		await gone.close();
		settings.SMTP_ASK_URL = gone.url;
		await expect(ask('email', 'k')).rejects.toBeInstanceOf(OperationalError);
	});
});
