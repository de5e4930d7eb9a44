import { expect, test } from 'vitest';
import { sayDuration } from './say-duration';

test.each([
	['P3D', '3 days', '3 jours'],
	['P1D', '1 day', '1 jour'],
	['P3DT2H', '3 days 2 hours', '3 jours 2 heures'],
	['PT30M', '30 minutes', '30 minutes'],
	['P1M', '1 month', '1 mois'],
	['P1Y2W', '1 year 2 weeks', '1 an 2 semaines'],
	['PT1S', '1 second', '1 seconde'],
	['PT0S', '0 minutes', '0 minutes'],
	['-P1D', '1 day', '1 jour'],
	['soon', 'soon', 'soon'],
])('%s is “%s”, “%s”', (duration, en, fr) => {
	expect(sayDuration(duration, 'en')).toBe(en);
	expect(sayDuration(duration, 'fr')).toBe(fr);
});
