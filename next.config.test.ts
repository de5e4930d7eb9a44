import { expect, test } from 'vitest';
import config from './next.config';

test('every answer tells browsers what no page of ours needs', async () => {
	const [all] = (await config.headers?.()) ?? [];
	const headers = new Headers(all?.headers.map(({ key, value }): [string, string] => [key, value]));
	expect(all?.source).toBe('/(.*)');
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
