import { describe, expect, test } from 'vitest';
import { DEFAULT_PURPOSES } from './consent';
import { frequencyCap, quietHours, timeZone, workspaceSettings } from './settings';

test('a new workspace has sensible settings: caps, quiet French SMS, a time zone', () => {
	expect(workspaceSettings.parse({})).toEqual({
		brand: 'Parcours',
		senderName: 'Parcours',
		senderEmail: 'hello@parcours.test',
		locale: 'fr',
		timeZone: 'Europe/Paris',
		currency: 'EUR',
		scoreWindow: 'P1Y',
		tiers: [],
		frequencyCaps: { email: { max: 4, per: 'P7D' }, sms: { max: 2, per: 'P7D' }, all: null },
		promotionWindow: 'PT2H',
		messageCosts: { email: 0, sms: 5 },
		quietHours: { email: null, sms: { from: '20:00', to: '08:30', days: [7], bankHolidays: 'FR' } },
		purposes: DEFAULT_PURPOSES,
		referral: { keptFor: 'P14D', siteUrl: null },
		doubleOptIn: { email: true, sms: false },
	});
});

test('settings that were saved come back as they were', () => {
	const saved = workspaceSettings.parse({ brand: 'Maison Zoé', frequencyCaps: { email: null, sms: null } });
	expect(workspaceSettings.parse(JSON.parse(JSON.stringify(saved)))).toEqual(saved);
});

test('friends are sent to a site, and to nothing else that an address may be', () => {
	const to = (siteUrl: string) => workspaceSettings.safeParse({ referral: { keptFor: 'P14D', siteUrl } }).success;
	expect(to('https://shop.test/fr')).toBe(true);
	expect(to('javascript:alert(1)')).toBe(false);
	expect(to('shop.test')).toBe(false);
});

describe('a time zone is one that can be reckoned with', () => {
	test.each(['Europe/Paris', 'UTC', 'Indian/Reunion', 'America/Martinique'])('%s', (zone) => {
		expect(timeZone.safeParse(zone).success).toBe(true);
	});
	test.each(['', 'Paris', 'Europe/Lutetia', 'UTC+25', 'local'])('not “%s”', (zone) => {
		expect(timeZone.safeParse(zone).success).toBe(false);
	});
});

describe('quiet hours', () => {
	const hours = (more: object) => quietHours.safeParse({ from: '20:00', to: '08:30', ...more });
	test('are on no day and no holiday in particular unless they say so', () => {
		expect(hours({}).data).toEqual({ from: '20:00', to: '08:30', days: [], bankHolidays: null });
	});
	test.each([['24:00'], ['8:30'], ['20:60'], ['20:00:00'], ['noon'], ['']])('do not begin at “%s”', (from) => {
		expect(hours({ from }).success).toBe(false);
	});
	test('leave at least one day a week to write on', () => {
		expect(hours({ days: [1, 2, 3, 4, 5, 6] }).success).toBe(true);
		expect(hours({ days: [1, 2, 3, 4, 5, 6, 7] }).success).toBe(false);
		expect(hours({ days: [0] }).success).toBe(false);
	});
});

test('a cap is a whole number of messages in some time', () => {
	expect(frequencyCap.safeParse({ max: 0, per: 'P1D' }).success).toBe(true);
	for (const cap of [
		{ max: -1, per: 'P1D' },
		{ max: 1.5, per: 'P1D' },
		{ max: 1, per: '-P1D' },
		{ max: 1, per: 'a week' },
		{ max: 1 },
	])
		expect(frequencyCap.safeParse(cap).success).toBe(false);
});
