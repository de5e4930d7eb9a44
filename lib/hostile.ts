const MAX_DEPTH = 20;
/** Keys by which what comes in would reach what all objects share. */
export const FORBIDDEN_KEYS = ['__proto__', 'constructor', 'prototype'];

/** What a database or an object of ours could not hold, however it was meant: where it is in the body, and what it is. */
export type Hostile = { path: string; reason: string };

/** The first thing in parsed JSON that must be refused; null when there is none. */
export function whatIsHostile(value: unknown, path = 'body', depth = 0): Hostile | null {
	if (depth > MAX_DEPTH) return { path: path.slice(0, 100), reason: `is nested more than ${MAX_DEPTH} deep` };
	if (typeof value === 'string') return inText(value, path);
	if (typeof value === 'number' && !Number.isFinite(value)) return { path, reason: 'is a number too large' };
	if (typeof value !== 'object' || value === null) return null;
	for (const [key, child] of Object.entries(value)) {
		if (FORBIDDEN_KEYS.includes(key)) return { path, reason: `must not have a key “${key}”` };
		const found = inText(key, path) ?? whatIsHostile(child, path === 'body' ? key : `${path}.${key}`, depth + 1);
		if (found) return found;
	}
	return null;
}

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

function inText(text: string, path: string): Hostile | null {
	if (text.includes('\0')) return { path, reason: 'contains a NUL character' };
	return loneSurrogate.test(text) ? { path, reason: 'contains half of a character (a lone surrogate)' } : null;
}
