import { createHmac } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { readUnsubscribeToken, unsubscribeUrl } from './unsubscribe';

const settings = vi.hoisted(() => ({ PARCOURS_URL: 'https://parcours.test', PARCOURS_SECRET: 's'.repeat(32) }));
vi.mock('@/config', () => ({ config: () => settings }));

const ada = {
	customerId: '01a210a1-bf9d-76cf-a512-834ba9a363a4',
	channel: 'email',
	key: 'e1:mail:0:email',
	purpose: 'newsletter',
} as const;
const tokenOf = (of: typeof ada) => new URL(unsubscribeUrl(of)).pathname.replace('/u/', '');
const token = tokenOf(ada);
const [payload = '', signature = ''] = token.split('.');
const written = (...fields: unknown[]) => Buffer.from(JSON.stringify(fields)).toString('base64url');

describe('an unsubscribe link', () => {
	test('says whom, by what and of which message', () => {
		expect(readUnsubscribeToken(token)).toEqual(ada);
	});
	test('that was sent before there were purposes is about offers and news', () => {
		const before = written(ada.customerId, ada.channel, ada.key);
		const signed = createHmac('sha256', settings.PARCOURS_SECRET).update(`unsubscribe ${before}`).digest('base64url');
		expect(readUnsubscribeToken(`${before}.${signed.slice(0, 32)}`)).toEqual({ ...ada, purpose: 'marketing' });
	});
	test('has nothing in it that must be escaped in an address', () => {
		expect(unsubscribeUrl({ ...ada, key: 'é/+?&%:' })).toMatch(/^https:\/\/parcours\.test\/u\/[\w.-]+$/);
	});
	test.each([
		['of another customer', `${written('01a210a1-bf9d-76cf-a512-834ba9a363a5', 'email', ada.key)}.${signature}`],
		['of another channel', `${written(ada.customerId, 'sms', ada.key)}.${signature}`],
		['of another message', `${written(ada.customerId, 'email', 'e2:mail:0:email')}.${signature}`],
		['without a signature', payload],
		['with an empty signature', `${payload}.`],
		['with a shorter signature', `${payload}.${signature.slice(0, -1)}`],
		['with a longer signature', `${payload}.${signature}A`],
		['with another signature', `${payload}.${signature.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))}`],
		['with one of as many letters but more bytes', `${payload}.${'é'.repeat(signature.length)}`],
		['that is empty', ''],
		['of dots', '...'],
		['of noise', '\0\u{1f600}.%00'],
	])('is refused %s', (_what, forged) => {
		expect(readUnsubscribeToken(forged)).toBeNull();
	});
	test('is refused when another installation signed it', () => {
		settings.PARCOURS_SECRET = 't'.repeat(32);
		expect(readUnsubscribeToken(token)).toBeNull();
		settings.PARCOURS_SECRET = 's'.repeat(32);
	});
});
