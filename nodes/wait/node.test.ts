import { describe, expect, test } from 'vitest';
import { registered } from '../testing/registered';
import node from './node';

const wait = registered(node);
const THREE_DAYS = { until: { kind: 'duration', duration: 'P3D' } };
const MONDAYS = { until: { kind: 'local-time', time: '09:00', weekdays: [1, 4] } };
const DAY_BEFORE = { until: { kind: 'date', of: 'trigger', path: 'promised_at', offset: '-P1D' } };

test('a wait dropped on the canvas is complete: one day, then on', () => {
	expect(wait.findings(wait.defaults)).toEqual([]);
	expect(wait.portIds(wait.defaults)).toEqual(['done']);
});

test('the card says how long, until which hour and which date, in English and French', () => {
	expect(wait.sentences(THREE_DAYS)).toEqual(['Wait 3 days', 'Attendre 3 jours']);
	expect(wait.sentences(MONDAYS)).toEqual(['Wait until Monday, Thursday 09:00', 'Attendre jusqu’à lundi, jeudi 09:00']);
	expect(wait.sentences({ until: { kind: 'local-time', time: '18:30', weekdays: [] } })).toEqual([
		'Wait until 18:30',
		'Attendre jusqu’à 18:30',
	]);
	expect(wait.sentences(DAY_BEFORE)).toEqual([
		'Wait until 1 day before promised_at',
		'Attendre jusqu’à 1 jour avant promised_at',
	]);
	expect(wait.sentences({ until: { kind: 'date', of: 'customer', path: 'traits.birthday', offset: 'P1D' } })).toEqual([
		'Wait until 1 day after traits.birthday',
		'Attendre jusqu’à 1 jour après traits.birthday',
	]);
});

test('a wait becomes a sleep, until what was drawn', () => {
	const { opcode, wait: until, awaits, entry } = wait.read(DAY_BEFORE);
	expect(opcode).toEqual({ op: 'sleep' });
	expect(until).toEqual(DAY_BEFORE.until);
	expect([awaits, entry]).toEqual([null, null]);
});

test('any day is meant when no weekday is chosen', () => {
	expect(wait.read({ until: { kind: 'local-time', time: '09:00' } }).wait).toMatchObject({ weekdays: [] });
});

describe('what is wrong is said beside its field', () => {
	test.each([
		['a duration in words', { kind: 'duration', duration: '3 days' }, 'until.duration'],
		['a duration into the past', { kind: 'duration', duration: '-P1D' }, 'until.duration'],
		['an hour that no clock shows', { kind: 'local-time', time: '24:00', weekdays: [] }, 'until.time'],
		['an eighth weekday', { kind: 'local-time', time: '09:00', weekdays: [8] }, 'until.weekdays.0'],
		['a date without a name', { kind: 'date', of: 'trigger', path: '' }, 'until.path'],
		['a date of nobody', { kind: 'date', of: 'store', path: 'opens_at' }, 'until.of'],
		['an offset in words', { kind: 'date', of: 'trigger', path: 'promised_at', offset: 'a day' }, 'until.offset'],
		['a kind that does not exist', { kind: 'moon' }, 'until.kind'],
	])('%s', (_what, until, field) => {
		expect(wait.findings({ until })).toEqual([`error ${field}`]);
	});
});
