import type { JsonObject } from './event';

/** A customer's name as her traits carry it; Segment knows both spellings. Null: it is not known. */
export function nameIn({ name, first_name, firstName, last_name, lastName }: JsonObject): string | null {
	if (typeof name === 'string' && name.trim() !== '') return name.trim();
	const parts = [first_name ?? firstName, last_name ?? lastName].filter((part) => typeof part === 'string');
	return parts.join(' ').trim() || null;
}
