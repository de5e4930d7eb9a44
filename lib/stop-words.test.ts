import { expect, test } from 'vitest';
import { stopOrStart } from './stop-words';

test.each([
	'STOP',
	' stop svp',
	'Stop!',
	'Arrêt',
	'ARRET',
	'arrêter',
	'unsubscribe',
	'Désabonner',
	'stopall',
	'Cancel',
	'fin.',
])('“%s” asks to be left alone', (words) => {
	expect(stopOrStart(words)).toBe('stop');
});
test.each(['START', 'unstop', 'Reprendre svp', 'subscribe'])('“%s” asks to hear from us again', (words) => {
	expect(stopOrStart(words)).toBe('start');
});
test.each([
	'Merci !',
	'Je ne veux pas que ça stoppe',
	'oui',
	'Oui, samedi me convient',
	'Cancel my order please',
	'End of the week is fine',
	'Fin de semaine si possible',
	'stopover in Lyon?',
	'',
])('“%s” is an answer, and decides nothing about consent', (words) => {
	expect(stopOrStart(words)).toBeNull();
});
