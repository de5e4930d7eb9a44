/** Words for a screen: what is named leads to its page. */
export type Part = string | { kind: 'offer' | 'operation' | 'journey'; id: string; name: string };

/** A title and what follows it. */
export type Linked = { title: Part[]; text: Part[] };

/** The same as a sentence, for who cannot follow a link. */
export function plain(parts: readonly Part[]): string {
	return parts.map((part) => (typeof part === 'string' ? part : part.name)).join('');
}
