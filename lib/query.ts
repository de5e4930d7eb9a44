/**
 * One parameter of a page's address, as people may write it there: given once, twice or not at all. Without what
 * Postgres cannot hold in a text.
 */
export function asked(value: string | string[] | undefined): string {
	return ([value].flat()[0] ?? '').replaceAll('\0', '');
}

/** An instant of a page's address; null when it is none, or before 1970, where nothing of ours happened. */
export function askedInstant(value: string | string[] | undefined): Date | null {
	const at = Date.parse(asked(value));
	return at >= 0 ? new Date(at) : null;
}
