import { beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { route } from './route';
import { bringCookie } from './testing/next-headers';
import { readIn } from './testing/next-intl-server';
import { cookieOf, person } from './testing/people';

vi.mock('next/headers', () => import('./testing/next-headers'));
vi.mock('next-intl/server', () => import('./testing/next-intl-server'));

beforeEach(() => {
	bringCookie('');
	readIn('en');
});

const context = { params: Promise.resolve({ id: '42' }) };
const request = (headers: Record<string, string> = {}, body?: string) =>
	new Request('http://localhost:3000/api/x/42', body === undefined ? { headers } : { method: 'POST', headers, body });

describe('a JSON route', () => {
	test('answers 401 without a session or a key, and with a key that does not exist', async () => {
		const get = route({ permission: 'journey.view', secretKey: true }, async () => 1);
		expect((await get(request(), context)).status).toBe(401);
		expect((await get(request({ authorization: 'Bearer psk_invented' }), context)).status).toBe(401);
	});

	test('opens to a secret key where it says so, and never to a write key', async () => {
		const secret = await createKey(db(), { kind: 'secret', name: 'cli' });
		const write = await createKey(db(), { kind: 'write', name: 'site' });
		const get = route({ permission: 'journey.edit', secretKey: true }, async ({ caller, params }) => ({
			...params,
			actor: caller.actor,
		}));
		const response = await get(request({ authorization: `Bearer ${secret}` }), context);
		expect(response.status).toBe(200);
		expect(await response.json()).toEqual({ id: '42', actor: expect.stringMatching(/^api-key:/) });
		expect((await get(request({ authorization: `Basic ${btoa(`${secret}:`)}` }), context)).status).toBe(200);
		expect((await get(request({ authorization: `Bearer ${write}` }), context)).status).toBe(403);
		const membersOnly = route({ permission: 'journey.edit' }, async () => 1);
		expect((await membersOnly(request({ authorization: `Bearer ${secret}` }), context)).status).toBe(403);
	});

	test('answers 403 to a member whose role does not allow it, 200 to one whose role does', async () => {
		const get = route({ permission: 'journey.edit' }, async ({ caller }) => caller.actor);
		bringCookie(await cookieOf((await person('viewer')).email));
		expect((await get(request(), context)).status).toBe(403);
		const editor = await person('editor');
		bringCookie(await cookieOf(editor.email));
		expect(await (await get(request(), context)).json()).toBe(editor.id);
	});

	test('does not let a page of another site act with a member’s cookie', async () => {
		bringCookie(await cookieOf((await person('owner')).email));
		const post = route({ permission: 'journey.edit' }, async () => 1);
		expect((await post(request({ 'sec-fetch-site': 'cross-site' }, '{}'), context)).status).toBe(403);
		expect((await post(request({ 'sec-fetch-site': 'same-origin' }, '{}'), context)).status).toBe(200);
	});

	test('answers 400 to a body that is no JSON or does not fit, with the field', async () => {
		bringCookie(await cookieOf((await person('editor')).email));
		const post = route({ permission: 'journey.edit' }, async ({ body }) => body(z.object({ name: z.string() })));
		expect((await post(request({}, '{'), context)).status).toBe(400);
		const wrong = await post(request({}, '{"name":1}'), context);
		expect(wrong.status).toBe(400);
		expect(await wrong.json()).toMatchObject({ error: { code: 'invalid', field: 'name' } });
		expect(await (await post(request({}, '{"name":"a"}'), context)).json()).toEqual({ name: 'a' });
	});

	test('answers a member in her language, and a system in English', async () => {
		const secret = await createKey(db(), { kind: 'secret', name: 'cli' });
		bringCookie(await cookieOf((await person('viewer')).email));
		readIn('fr');
		const get = route({ permission: 'journey.view', secretKey: true }, async () => {
			throw new NotFoundError({ en: 'gone', fr: 'disparu' });
		});
		const said = async (headers = {}) => (await (await get(request(headers), context)).json()).error.message;
		expect(await said()).toBe('disparu');
		expect(await said({ authorization: `Bearer ${secret}` })).toBe('gone');
	});

	test('answers 404 and 409 to what is missing or in conflict, 500 to a bug', async () => {
		bringCookie(await cookieOf((await person('viewer')).email));
		const failing = (error: Error) =>
			route({ permission: 'journey.view' }, async () => {
				throw error;
			})(request(), context);
		expect((await failing(new NotFoundError('gone'))).status).toBe(404);
		expect((await failing(new ConflictError('late'))).status).toBe(409);
		expect((await failing(new TypeError('x of undefined'))).status).toBe(500);
	});
});
