import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { POST as signIn } from '@/app/api/auth/[...all]/route';
import { POST as pushJourney } from '@/app/v1/journeys/route';
import { POST as inbound } from '@/app/v1/sms/inbound/route';
import { createKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { json } from '@/lib/event';
import { action } from './action';
import { bringCookie } from './testing/next-headers';
import { cookieOf, PASSWORD, person } from './testing/people';

vi.mock('next/headers', () => import('./testing/next-headers'));
vi.mock('next-intl/server', () => import('./testing/next-intl-server'));

/** Sends for ever, without saying how much, and counts what was taken. */
function endless(url: string, headers: Record<string, string> = {}) {
	let taken = 0;
	const body = new ReadableStream({
		pull(controller) {
			taken += 65_536;
			// A test must end even where nothing stops it.
			if (taken > 50_000_000) controller.close();
			else controller.enqueue(new Uint8Array(65_536).fill(0x20));
		},
	});
	const request = new Request(url, { method: 'POST', body, headers, ...{ duplex: 'half' } });
	return { request, taken: () => taken };
}

describe('who sends for ever is cut off', () => {
	test('at the sign-in', async () => {
		const { request, taken } = endless('http://localhost:3000/api/auth/sign-in/email', {
			'content-type': 'application/json',
			origin: 'http://localhost:3000',
		});
		expect((await signIn(request)).status).toBe(413);
		expect(taken()).toBeLessThan(1_000_000);
	});
	test('at the webhook for SMS, before its signature is looked at', async () => {
		const { request, taken } = endless('http://localhost:3000/v1/sms/inbound');
		expect((await inbound(request)).status).toBe(413);
		expect(taken()).toBeLessThan(1_000_000);
	});
	test('at the routes for the secret key', async () => {
		const key = await createKey(db(), { kind: 'secret', name: 'cli' });
		const { request, taken } = endless('http://localhost:3000/v1/journeys', { authorization: `Bearer ${key}` });
		expect((await pushJourney(request)).status).toBe(413);
		expect(taken()).toBeLessThan(20_000_000);
	});
	test('and so is who signs in as a thousand people at once, for a password is dear to check', async () => {
		const guesses = Array.from({ length: 40 }, (_, n) =>
			signIn(
				new Request('http://localhost:3000/api/auth/sign-in/email', {
					method: 'POST',
					headers: {
						'content-type': 'application/json',
						origin: 'http://localhost:3000',
						'x-forwarded-for': `10.8.0.${n}`,
					},
					body: JSON.stringify({ email: `guess-${n}@example.test`, password: 'a guess that is wrong' }),
				}),
			),
		);
		const answers = (await Promise.all(guesses)).map(({ status }) => status);
		expect(answers.filter((status) => status === 401)).toHaveLength(8);
		expect(answers.filter((status) => status === 429)).toHaveLength(32);
	});
	test('and who signs in as usual is let in', async () => {
		const { email } = await person('viewer');
		const request = new Request('http://localhost:3000/api/auth/sign-in/email', {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
			body: JSON.stringify({ email, password: PASSWORD }),
		});
		const answer = await signIn(request);
		expect(answer.status).toBe(200);
		expect(answer.headers.getSetCookie().join()).toMatch(/parcours\.session_token=.+HttpOnly.*SameSite=Lax/i);
	});
});

describe('what is nested a thousand times deep is not valid, and no bug', () => {
	const deep = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`);

	test('in a journey file', async () => {
		const key = await createKey(db(), { kind: 'secret', name: 'cli' });
		const file = {
			format: 'parcours/journey@1',
			name: 'x',
			nodes: [{ id: 'a', type: 'exit', config: 'DEEP' }],
			edges: [],
		};
		const body = JSON.stringify({ journey: file }).replace('"DEEP"', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`);
		const headers = { authorization: `Bearer ${key}` };
		const answer = await pushJourney(
			new Request('http://localhost:3000/v1/journeys', { method: 'POST', body, headers }),
		);
		expect(answer.status).toBe(400);
	});
	test('in an action', async () => {
		bringCookie(await cookieOf((await person('editor')).email));
		const save = action({ permission: 'journey.edit', input: z.object({ config: json }) }, async () => 'saved');
		expect(await save({ config: deep })).toMatchObject({ ok: false, error: { code: 'invalid' } });
	});
});
