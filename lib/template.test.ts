import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from './errors';
import type { JsonObject } from './event';
import { checkTemplate, isAboutHer, renderTemplate, wantedBy } from './template';

const CUSTOMER = { customer: { first_name: 'Zoé' }, locale: 'fr-FR', time_zone: 'Europe/Paris', currency: 'EUR' };
const filled = (source: string, variables: JsonObject = {}) =>
	renderTemplate('plain', source, { ...CUSTOMER, ...variables });
/** French writes amounts with narrow and no-break spaces. */
const spaces = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test('a template is filled with what is known of the customer', async () => {
	expect(await filled('Bonjour {{ customer.first_name }} !')).toBe('Bonjour Zoé !');
	expect(
		await filled('{% for line in event.products %}{{ line.name }};{% endfor %}', {
			event: { products: [{ name: 'a' }, { name: 'b' }] },
		}),
	).toBe('a;b;');
});

test('what is unknown renders as nothing', async () => {
	for (const source of [
		'{{ customer.shoe_size }}',
		'{{ gone }}',
		'{{ gone.deeper }}',
		'{{ event.total | money }}',
		'{{ voucher.expires_at | day }}',
	])
		expect(await filled(source)).toBe('');
	expect(await filled('{% if voucher %}yes{% else %}no{% endif %}')).toBe('no');
});

describe('an amount', () => {
	test('is written as the customer’s language writes money', async () => {
		expect(spaces(await filled('{{ event.total | money }}', { event: { total: 1234.5 } }))).toBe('1 234,50 €');
		expect(await filled('{{ event.total | money }}', { event: { total: 39.9 }, locale: 'en' })).toBe('€39.90');
		expect(await filled('{{ event.total | money: "GBP" }}', { event: { total: 0 }, locale: 'en' })).toBe('£0.00');
		expect(await filled('{{ event.total | money }}', { event: { total: '39.90' }, locale: 'en' })).toBe('€39.90');
	});
	test('nobody knows is left out, and is not 0 €', async () => {
		for (const total of [null, '', ' ', true, [], 'a lot', {}])
			expect(await filled('{{ event.total | money }}', { event: { total } })).toBe('');
	});
});

describe('a date', () => {
	const day = (expires_at: string, more: JsonObject = {}) =>
		filled('{{ voucher.expires_at | day }}', { voucher: { expires_at }, ...more });
	test('is the day where the customer lives, in her language', async () => {
		expect(await day('2026-11-30T23:30:00Z')).toBe('1 décembre 2026');
		expect(await day('2026-11-30T23:30:00Z', { locale: 'en-GB', time_zone: 'America/Martinique' })).toBe(
			'30 November 2026',
		);
	});
	test('without a time is that very day, wherever the customer lives', async () => {
		for (const time_zone of ['America/Martinique', 'Europe/Paris', 'Pacific/Auckland'])
			expect(await day('2026-12-24', { time_zone })).toBe('24 décembre 2026');
	});
	test('on the night the clocks go back is still one day', async () => {
		expect([await day('2026-10-24T22:00:00Z'), await day('2026-10-25T22:59:59Z')]).toEqual([
			'25 octobre 2026',
			'25 octobre 2026',
		]);
	});
	test('that is none is left out', async () => {
		for (const none of ['soon', '', '10:30', '2026-02-30']) expect(await day(none)).toBe('');
	});
});

describe('what customers typed', () => {
	const NASTY = '<script>alert("x")</script> & {{ customer.first_name }}';
	test('cannot become HTML in an email', async () => {
		const html = await renderTemplate('html', '<p>{{ customer.name }}</p>', { customer: { name: NASTY } });
		expect(html).toBe('<p>&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; {{ customer.first_name }}</p>');
	});
	test('cannot become HTML, whatever it is', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '{', '}', '%', 'a') }),
				async (name) => {
					const html = await renderTemplate('html', '{{ customer.name }}', { customer: { name } });
					expect(html).not.toMatch(/[<>"']/);
				},
			),
		);
	});
	test('is never read as a template, and stands as it is in a text message', async () => {
		expect(await filled('{{ customer.name }}', { customer: { name: NASTY } })).toBe(NASTY);
	});
});

describe('a template cannot', () => {
	test('reach into JavaScript', async () => {
		for (const path of [
			'customer.constructor',
			'customer.__proto__',
			'customer.toString',
			'customer.first_name.constructor.name',
		])
			expect(await filled(`{{ ${path} }}`)).toBe('');
	});
	test('read files', async () => {
		for (const tag of ['include', 'render', 'layout'])
			await expect(filled(`{% ${tag} '/etc/passwd' %}`)).rejects.toThrow(UserError);
	});
	test('go on for ever, or fill the memory', async () => {
		await expect(filled('{% for i in (1..100000000) %}x{% endfor %}')).rejects.toThrow(UserError);
		await expect(filled(`{{ "${'x'.repeat(300_000)}" }}`)).rejects.toThrow(UserError);
	});
	test('use a filter that does not exist: the sender hears of it', async () => {
		await expect(filled('{{ event.total | mony }}')).rejects.toThrow('mony');
	});
});

describe('before publishing', () => {
	test('a broken template is shown, with the line', () => {
		for (const source of ['{{ customer.first_name', '{% if x %}', '{% nonsense %}', '{{ event.total | mony }}']) {
			const { error } = checkTemplate(source);
			expect(error).toEqual(expect.any(String));
			expect(error).not.toContain('\n');
		}
	});
	test('a variable that starts from nothing we know is pointed at', () => {
		expect(checkTemplate('{{ custmer.first_name }} {{ custmer.name }} {{ event.total }}')).toEqual({
			error: null,
			unknown: ['custmer'],
		});
	});
	test('variables of the template’s own are its own affair', () => {
		const source = '{% assign x = event.total %}{% for line in event.products %}{{ line.name }}{{ x }}{% endfor %}';
		expect(checkTemplate(source)).toEqual({ error: null, unknown: [] });
	});
	test('whatever is written is either fine or said to be wrong', () => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('{{', '}}', '{%', '%}', ' if ', 'customer', '.', '|', 'x', "'", '\n')),
				(parts) => {
					const { error, unknown } = checkTemplate(parts.join(''));
					if (error !== null) expect(unknown).toEqual([]);
				},
			),
		);
	});
});

describe('what has to be fetched for a message is what it shows', () => {
	const nothing = { voucher: false, lease: false, store: false, referral: false };
	test.each([
		['Hello {{ customer.first_name }}, {{ event.total | money }}', {}],
		['{% if voucher %}{{ voucher.url }}{% endif %}', { voucher: true }],
		['{{ lease.store.name }}', { lease: true }],
		['{% for word in store.name %}{{ word }}{% endfor %}', { store: true }],
		['{{ customer.referral_url }}', { referral: true }],
		['{{ customer["referral_url"] }}', { referral: true }],
		// Whose parts it takes, nobody can tell before.
		['{% assign who = customer %}{{ who.referral_url }}', { referral: true }],
		['{{ customer[event.part] }}', { referral: true }],
		// A word of its own, not ours.
		['{% assign voucher = "x" %}{{ voucher }}', {}],
		['{{ broken', {}],
	])('%s', (template, shown) => {
		expect(wantedBy(['P14D', template])).toEqual({ ...nothing, ...shown });
	});
});

describe('a text is about her when it shows', () => {
	test.each([
		['her name', 'Hello {{ customer.first_name }}', true],
		['her name, by another word', '{% assign who = customer %}{{ who.first_name }}', true],
		['her own page', '{{ customer["me_url"] }}', true],
		['whether she has a voucher', '{% if voucher %}a gift{% endif %}', true],
		['what is kept for her', '{{ lease.product.name }}', true],
		['her store', '{{ store.name }}', true],
		['what happened: that is not', '{{ event.name }} {{ brand }}', false],
		['a word of its own: that is not', '{% assign voucher = "x" %}{{ voucher }}', false],
	])('%s', (_what, template, about) => {
		expect(isAboutHer(template)).toBe(about);
	});
});
