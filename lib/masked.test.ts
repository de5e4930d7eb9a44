import { expect, test } from 'vitest';
import { masked } from './masked';

test.each([
	['ada@example.test', 'a…@example.test'],
	['a@example.test', 'a…@example.test'],
	['+33639980001', '…01'],
	['', ''],
])('%s is shown as “%s” to whoever holds a link that was forwarded', (address, shown) => {
	expect(masked(address)).toBe(shown);
});
