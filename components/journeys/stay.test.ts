import { expect, test } from 'vitest';
import { sayDuration } from '@/lib/say-duration';
import { stayOf } from './stay';

test.each([
	[1_200, '1 second'],
	[59_000, '59 seconds'],
	[61_000, '1 minute'],
	[5_430_000, '1 hour 30 minutes'],
	[200_000_000, '2 days 7 hours'],
])('%d ms at a step are said as “%s”', (ms, words) => {
	expect(sayDuration(stayOf(ms), 'en')).toBe(words);
});
