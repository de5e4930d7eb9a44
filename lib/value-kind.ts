import { isPresent, needsValue, type Operator, type Scalar } from './compare';
import type { Json } from './event';

export const VALUE_KINDS = ['text', 'number', 'boolean', 'list', 'object'] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

/** Null: not there. */
export function kindOfValue(value: Json): ValueKind | null {
	if (value === null || !isPresent(value)) return null;
	if (Array.isArray(value)) return 'list';
	if (typeof value === 'object') return 'object';
	return scalarKind(value);
}

/** A property that came in as `is` is compared with something of another kind; `fix`: the same of its own kind, where there is such a thing. */
export type Unlike = { is: ValueKind; compared: ValueKind; fix: Scalar | Scalar[] | null };

const OF_TEXT: readonly Operator[] = ['contains', 'not-contains', 'starts-with'];

/**
 * What is wrong with comparing a property that came in as `kinds`, the most frequent first, with a value; null where
 * nothing is. “20” is never 20, only text contains or starts with something; what lists and objects hold is not known here.
 */
export function unlike(kinds: readonly ValueKind[], op: Operator, value: Scalar | Scalar[] | undefined): Unlike | null {
	const [is] = kinds;
	if (is === undefined || kinds.includes('list') || kinds.includes('object')) return null;
	if (value === undefined || value === '' || !needsValue(op)) return null;
	const ofText = OF_TEXT.includes(op);
	if (ofText && !kinds.includes('text')) return { is, compared: 'text', fix: null };
	const values = Array.isArray(value) ? value : [value];
	const odd = values.map(scalarKind).find((kind) => (ofText ? kind !== 'text' : !kinds.includes(kind)));
	if (odd === undefined) return null;
	const fixed = values.flatMap((one) => asKind(one, ofText ? 'text' : is) ?? []);
	const [only = null] = fixed;
	return { is, compared: odd, fix: fixed.length < values.length ? null : Array.isArray(value) ? fixed : only };
}

function scalarKind(value: Scalar): 'text' | 'number' | 'boolean' {
	return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
}

function asKind(value: Scalar, kind: ValueKind): Scalar | null {
	switch (kind) {
		case 'text':
			return String(value);
		case 'number':
			if (typeof value === 'number') return value;
			return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : null;
		case 'boolean':
			if (typeof value === 'boolean') return value;
			return value === 'true' ? true : value === 'false' ? false : null;
		case 'list':
		case 'object':
			return null;
	}
}
