import { describe, expect, it } from 'vitest';
import { keyOf } from './secret-key';

describe('the key of a request', () => {
	it('is taken from a bearer token', () => {
		expect(keyOf('Bearer psk_abc')).toBe('psk_abc');
	});
	it('is taken from the name of Basic, as curl -u writes it', () => {
		expect(keyOf(`Basic ${btoa('psk_abc:')}`)).toBe('psk_abc');
	});
	it('is none when the header is missing, empty or of another kind', () => {
		expect(keyOf(null)).toBeNull();
		expect(keyOf('Bearer ')).toBeNull();
		expect(keyOf('Digest x')).toBeNull();
		expect(keyOf(`Basic ${btoa(':secret')}`)).toBeNull();
	});
});
