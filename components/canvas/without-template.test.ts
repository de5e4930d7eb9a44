import { expect, test } from 'vitest';
import { withoutTemplate } from './without-template';

test.each([
	['{{ customer.first_name }}, your basket', '[first name], your basket'],
	[
		'{% if customer.first_name %}{{ customer.first_name }}, y{% else %}Y{% endif %}our basket',
		'[first name], your basket',
	],
	['Until {{ voucher.expires_at | day }}', 'Until [expires at]'],
	['No variable: 100 % {wool}', 'No variable: 100 % {wool}'],
])('on its card, “%s” reads “%s”', (template, words) => {
	expect(withoutTemplate(template)).toBe(words);
});
