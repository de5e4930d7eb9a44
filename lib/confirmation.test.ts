import { expect, test } from 'vitest';
import { confirmationEmail, confirmationSms } from './confirmation';
import { smsSize } from './sms';

const asked = {
	brand: 'Zoé & <b>Cie</b>',
	wordings: ['J’accepte <script>alert(1)</script>'],
	url: 'https://parcours.test/confirm/abc.def',
};

test.each(['en', 'fr'] as const)('the message (%s) says what is agreed to, and carries the link', (locale) => {
	const { html, text, subject } = confirmationEmail({ ...asked, locale });
	expect(subject).toContain('Zoé & <b>Cie</b>');
	for (const body of [html, text]) expect(body).toContain('https://parcours.test/confirm/abc.def');
	expect(text).toContain('J’accepte');
	expect(html).toContain(`lang="${locale}"`);
});
test('what is said in it is never markup', () => {
	const { html } = confirmationEmail({ ...asked, locale: 'fr' });
	expect(html).not.toContain('<script>');
	expect(html).not.toContain('<b>');
});
test('by SMS it stays in the cheap alphabet', () => {
	for (const locale of ['en', 'fr'] as const)
		expect(smsSize(confirmationSms({ ...asked, brand: 'Maison', locale }).body).encoding).toBe('GSM-7');
});
