import type { Json } from '@/lib/event';
import { type LineOf, parsePath, readPath } from '@/lib/payload-path';

/** What a path leads to in the payload that is looked at: of a list, in its first line. */
export function sampleAt(path: string, within: LineOf, payload: Json | null): Json | undefined {
	const ways = parsePath(path);
	if (payload === null || !ways) return undefined;
	const first = within.map((step) => step ?? 0);
	const line =
		first.length > 0
			? readPath([{ from: 'top', segments: first }], { top: payload, line: payload, topic: null })
			: payload;
	return readPath(ways, { top: payload, line: line ?? null, topic: null });
}
