import { expect, test } from 'vitest';
import { nameIn } from './customer-name';
import type { JsonObject } from './event';

test('a customer is called by her name, in either spelling, and by nothing where none is known', () => {
	expect(nameIn({ name: 'Zoé Martin', first_name: 'Z' })).toBe('Zoé Martin');
	expect(nameIn({ first_name: 'Zoé', lastName: 'Martin' })).toBe('Zoé Martin');
	expect(nameIn({ firstName: 'Zoé' })).toBe('Zoé');
	const unknown: JsonObject[] = [{}, { name: ' ' }, { first_name: '' }, { name: 7 }];
	for (const traits of unknown) expect(nameIn(traits)).toBeNull();
});
