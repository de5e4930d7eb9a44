import { describe, expect, test } from 'vitest';
import { checkTemplate, renderTemplate } from './template';

const variables = {
	customer: { first_name: '<script>alert(1)</script>', code: '{{ voucher.code }}' },
	voucher: { code: 'SECRET' },
	locale: 'fr-FR',
	currency: 'EUR',
	time_zone: 'Europe/Paris',
};
const html = (template: string) => renderTemplate('html', template, variables);
const loop = (times: number, inside: string) => `{% for i in (1..${times}) %}${inside}{% endfor %}`;
const grow = (filter: string) => `{% assign a = 'xxxxxxxxxx' %}${loop(100, `{% assign a = a | ${filter} %}`)}{{ a }}`;

describe('a template cannot', () => {
	test.each([
		'{{ customer.first_name }}',
		'{% echo customer.first_name %}',
		'{{ customer.first_name | newline_to_br }}',
		'{{ customer.first_name | json }}',
		"{{ '' | append: customer.first_name }}",
		'{% assign x = customer.first_name %}{{ x }}',
		'{% capture x %}{{ customer.first_name }}{% endcapture %}{{ x }}',
		"{% cycle customer.first_name, 'a' %}",
		"{{ '%3Cscript%3E' | url_decode }}",
	])('put what a customer typed into an email as HTML: %s', async (template) => {
		expect(await html(template)).not.toContain('<script>');
	});
	test('switch that off', async () => {
		expect(checkTemplate('{{ customer.first_name | raw }}').error).toMatch(/raw/);
		await expect(html('{{ customer.first_name | raw }}')).rejects.toThrow(/raw/);
		expect(await html('{% raw %}{{ customer.first_name }}{% endraw %}')).toBe('{{ customer.first_name }}');
	});
	test('run what a customer typed as a template', async () => {
		expect(await html('{{ customer.code }}')).not.toContain('SECRET');
	});
	test.each([
		'{{ customer.constructor }}',
		"{{ customer['__proto__'] }}",
		'{{ customer.hasOwnProperty }}',
		"{{ 'a'.constructor }}",
		"{{ customer | map: 'constructor' }}",
		"{{ customer | where: '__proto__' | map: 'constructor' }}",
		'{% assign p = customer.__proto__ %}{{ p.constructor.name }}',
	])('reach what JavaScript has: %s', async (template) => {
		expect(await html(template)).toBe('');
	});
	test.each(["{% include '/etc/passwd' %}", "{% render '../package.json' %}", "{% layout '/etc/passwd' %}"])(
		'read a file: %s',
		async (template) => {
			await expect(html(template)).rejects.toMatchObject({ name: 'UserError' });
			expect(checkTemplate(template).error).not.toBeNull();
		},
	);
	test.each([
		['loop without end', loop(1000, loop(1000, loop(1000, '{{ i }}')))],
		['count to a milliard', loop(1_000_000_000, '')],
		['pad a date', "{{ '2020-01-01' | date: '%5000000d' }}"],
		['double a text', grow('append: a')],
		['replace a letter by two', grow("replace: 'x', 'xx'")],
		['fill an email with a text', loop(100_000, 'x'.repeat(5000))],
		['fill an email with rows', '{% tablerow i in (1..100000) %}{% endtablerow %}'],
		['nest brackets', `{{ a${'[a'.repeat(40_000)}${']'.repeat(40_000)} }}`],
		['be endless', 'x'.repeat(200_001)],
	])('cost more than a message may: %s', async (_what, template) => {
		await expect(html(template)).rejects.toMatchObject({ name: 'UserError' });
	});
	test.each(["{{ 5 | money: 'ZZZZZ' }}", "{{ 5 | money: '' }}"])('be taken for a bug of ours: %s', async (template) => {
		await expect(html(template)).rejects.toMatchObject({ name: 'UserError' });
	});
});
