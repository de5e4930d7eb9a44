import { describe, expect, it } from 'vitest';
import { chooseLocale } from './locale';

describe('the language of the app', () => {
	it('is the one the reader chose, whatever her browser prefers', () => {
		expect(chooseLocale('fr', 'en-GB,en;q=0.9')).toBe('fr');
	});
	it('is the best of what her browser asks for among those we speak', () => {
		expect(chooseLocale(undefined, 'de-DE,fr-CH;q=0.8,en;q=0.7')).toBe('fr');
		expect(chooseLocale(undefined, 'fr;q=0.2, en;q=0.9')).toBe('en');
	});
	it('never is one she refuses', () => {
		expect(chooseLocale(undefined, 'fr;q=0')).toBe('en');
	});
	it('is English when nothing is known, or the cookie holds something else', () => {
		expect(chooseLocale(undefined, null)).toBe('en');
		expect(chooseLocale('xx', 'ja')).toBe('en');
	});
});
