import { expect, test } from 'vitest';
import config from './next.config';

test('every answer tells browsers what no page of ours needs', async () => {
	const [all] = (await config.headers?.()) ?? [];
	const headers = new Headers(all?.headers.map(({ key, value }): [string, string] => [key, value]));
	expect(all?.source).toBe('/((?!f/).*)');
	const policy = headers.get('content-security-policy');
	for (const rule of [
		"default-src 'self'",
		"frame-ancestors 'none'",
		"object-src 'none'",
		"base-uri 'self'",
		"form-action 'self'",
	])
		expect(policy?.split('; ')).toContain(rule);
	expect(headers.get('x-content-type-options')).toBe('nosniff');
	expect(headers.get('x-frame-options')).toBe('DENY');
	// Voucher codes and unsubscribe tokens are in addresses: no other site may read them.
	expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
	expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
	expect(config.poweredByHeader).toBe(false);
});

test('a form, and nothing else, may be shown in a frame of another site', async () => {
	const rules = (await config.headers?.()) ?? [];
	const framed = (path: string) =>
		rules
			.filter(({ source }) => new RegExp(`^${source}$`).test(path))
			.map(({ headers }) => {
				const policy = headers.find(({ key }) => key === 'Content-Security-Policy')?.value ?? '';
				return [policy.match(/frame-ancestors [^;]+/)?.[0], headers.some(({ key }) => key === 'X-Frame-Options')];
			});
	expect(framed('/f/autumn-game')).toEqual([['frame-ancestors *', false]]);
	for (const path of ['/', '/forms', '/u/token/manage', '/confirm/token', '/journeys/f/edit', '/settings'])
		expect(framed(path), path).toEqual([["frame-ancestors 'none'", true]]);
});
