import { describe, expect, test } from 'vitest';
import { DEFAULT_PURPOSES } from './consent';
import { FORM_KINDS, formAsks, formDefinition, readAnswers, wasRead } from './form';
import { newForm, slugOf } from './form-defaults';

const form = newForm('newsletter', 'Autumn');
const parsed = (changes: object) => formDefinition.safeParse({ ...form, ...changes });
const wrong = (changes: object) => parsed(changes).error?.issues.map(({ message }) => message);
const both = [
	{ field: 'email', required: false },
	{ field: 'phone', required: false },
] as const;

test.each(FORM_KINDS)('a new form (%s) can be saved as it is, and ticks no box', (kind) => {
	expect(formDefinition.safeParse(newForm(kind, 'Autumn')).success).toBe(true);
});

describe('a form', () => {
	test('asks for an address, and for the one of each channel that it wants a consent to', () => {
		expect(wrong({ fields: [{ field: 'city', required: true }], asks: [] })).toEqual([
			'ask for an email address or a phone number',
		]);
		expect(wrong({ asks: [{ channel: 'sms', purpose: 'marketing' }] })).toEqual([
			'a consent is asked for on a channel whose address is not',
		]);
		expect(parsed({ fields: both, asks: [{ channel: 'sms', purpose: 'marketing' }] }).success).toBe(true);
	});
	test('asks for nothing twice', () => {
		expect(wrong({ fields: [both[0], both[0]] })).toEqual(['a field is there twice']);
		expect(wrong({ asks: [form.asks[0], form.asks[0]] })).toEqual(['a consent is asked for twice']);
	});
	test('shows the wording of the settings, and no purpose that they do not have any more', () => {
		const asks = [...form.asks, { channel: 'email' as const, purpose: 'gone' }];
		const shown = formAsks({ asks }, { purposes: DEFAULT_PURPOSES, brand: 'Maison', locale: 'fr' });
		expect(shown).toEqual([{ ...form.asks[0], wording: expect.stringContaining('de Maison par e-mail') }]);
	});
});

describe('what was filled in', () => {
	const read = (answers: Record<string, string>, ticked: { channel: 'email' | 'sms' }[] = []) =>
		readAnswers(
			{ fields: [...both, { field: 'birthday', required: false }] },
			new Map(Object.entries(answers)),
			ticked,
		);

	test('becomes traits, without what was left empty or never asked for', () => {
		expect(read({ email: ' zoe@example.test ', phone: '', admin: 'true' })).toEqual({
			traits: { email: 'zoe@example.test' },
			errors: null,
		});
	});
	test('is refused where it is not what was asked for', () => {
		expect(read({ email: 'zoe@', birthday: '31/12/1990' }).errors).toEqual({ email: 'invalid', birthday: 'invalid' });
		expect(read({ email: 'zoe@example.test\u0000' }).errors).toEqual({ email: 'invalid' });
	});
	test('needs the address of a channel that was agreed to', () => {
		expect(read({ email: 'zoe@example.test' }, [{ channel: 'sms' }]).errors).toEqual({ phone: 'needed-for-consent' });
	});
});

test('a page is read before it is answered, and answered the day it was read', () => {
	const page = { of: 'f', version: 1, locale: 'fr' as const, at: 1_000_000, asks: [] };
	expect(wasRead(page, page.at + 500)).toBe('too-soon');
	expect(wasRead(page, page.at + 5000)).toBeNull();
	expect(wasRead(page, page.at + 25 * 3_600_000)).toBe('too-late');
});

test.each([
	['Jeu d’été 2026', 'jeu-d-ete-2026'],
	['  Æther & Cie  ', 'ther-cie'],
	['!!!', ''],
])('the address made of “%s” is “%s”', (name, slug) => {
	expect(slugOf(name)).toBe(slug);
});
