import type { Json } from './event';

/** A key of an object, or a place in a list from 0. */
export type Segment = string | number;

/** Where something lies in a payload: from its top, from the line of a list that is being read, or the topic it came under. */
export type Way = { from: 'top' | 'line' | 'topic'; segments: Segment[] };

/** What paths are read in. `line` is the whole payload where no list is gone through. */
export type Scope = { top: Json; line: Json; topic: string | null };

/** Between two bars no bar, unless in quotes. */
const ALTERNATIVES = /(?:[^|"]|"(?:[^"\\]|\\.)*")+/g;
const STEP = /\.?([^.[\]|"]+)|\[(\d{1,6})\]|\["((?:[^"\\]|\\.)*)"\]/y;

/**
 * Reads a path such as `customer.email`, `lines[0].sku` or `["a.b"].c`. Within a list it starts at the line; `$.store` starts
 * at the top of the payload, `$topic` is what the sender calls this kind of payload. `email | customer.email` is the first
 * of them that says something. Null when it is none.
 */
export function parsePath(text: string): Way[] | null {
	const parts = text.match(ALTERNATIVES) ?? [];
	if (parts.join('|') !== text) return null;
	const ways = parts.map((part) => parseOne(part.trim()));
	return ways.length > 0 && ways.every((way) => way !== null) ? ways : null;
}

function parseOne(text: string): Way | null {
	if (text === '$topic') return { from: 'topic', segments: [] };
	const top = /^\$(?=$|[.[])/.test(text);
	const rest = top ? text.slice(1) : text;
	if (rest.startsWith('.') && !top) return null;
	const segments: Segment[] = [];
	STEP.lastIndex = 0;
	while (STEP.lastIndex < rest.length) {
		const begin = STEP.lastIndex;
		const [whole, key, place, quoted] = STEP.exec(rest) ?? [];
		if (whole === undefined) return null;
		if (place !== undefined) segments.push(Number(place));
		else if (quoted !== undefined) {
			const read = unquoted(quoted);
			if (read === null) return null;
			segments.push(read);
		} else if (key !== undefined) {
			// Keys are told apart by a point: `a.b`, `[0].b`, and nothing between `$` and the first but a point.
			if (whole.startsWith('.') === (begin === 0 && !top)) return null;
			segments.push(key);
		}
	}
	return top || segments.length > 0 ? { from: top ? 'top' : 'line', segments } : null;
}

function unquoted(text: string): string | null {
	try {
		return String(JSON.parse(`"${text}"`));
	} catch {
		return null;
	}
}

/**
 * What lies there: the first way that leads to something. Nothing, null and an empty text say the same: undefined.
 * `looking` is called before each way that is tried, with how many values it may read.
 */
export function readPath(
	ways: readonly Way[],
	scope: Scope,
	looking: (values: number) => void = () => {},
): Json | undefined {
	for (const { from, segments } of ways) {
		looking(Math.max(1, segments.length));
		let value: Json | undefined | null = from === 'topic' ? scope.topic : scope[from];
		for (const segment of segments) value = stepInto(value, segment);
		if (value !== undefined && value !== null && value !== '') return value;
	}
	return undefined;
}

function stepInto(value: Json | undefined, segment: Segment): Json | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	if (Array.isArray(value)) return typeof segment === 'number' ? value[segment] : undefined;
	return Object.hasOwn(value, segment) ? value[segment] : undefined;
}

const PLAIN_KEY = /^[^.[\]|"\s$](?:[^.[\]|"]*[^.[\]|"\s])?$/;

function formatPath(segments: readonly Segment[]): string {
	return segments
		.map((segment, n) => {
			if (typeof segment === 'number') return `[${segment}]`;
			return PLAIN_KEY.test(segment) ? `${n > 0 ? '.' : ''}${segment}` : `[${JSON.stringify(segment)}]`;
		})
		.join('');
}

/** How to get to a line of a list from the top: null is any place in a list. */
export type LineOf = readonly (Segment | null)[];

/** The lines that a path of a list leads to, seen from where it is read. */
export function linesOf(path: string, within: LineOf): LineOf {
	const [way] = parsePath(path) ?? [];
	return way && way.from !== 'topic' ? [...(way.from === 'top' ? [] : within), ...way.segments, null] : within;
}

/** A path to what lies at `at` (from the top), as it is written where lines of `within` are read. */
export function pathTo(at: readonly Segment[], within: LineOf): string {
	const inside =
		at.length > within.length &&
		within.every((step, n) => (step === null ? typeof at[n] === 'number' : at[n] === step));
	if (inside) return formatPath(at.slice(within.length));
	const rest = formatPath(at);
	return rest.startsWith('[') || rest === '' ? `$${rest}` : `$.${rest}`;
}

/** Somewhere in a payload that a path may lead to. */
export type Place = { path: string; value: Json };

/** More nobody reads through. */
const MAX_PLACES = 300;
/** Lines of a list may differ: what any of the first has is offered. */
const LINES_LOOKED_AT = 5;

/** The paths that lead to a value, or to a list, as they are written where lines of `within` are read; the nearest first. */
export function placesIn(payload: Json, within: LineOf, want: 'value' | 'list'): Place[] {
	const found = new Map<string, Json>();
	const look = (value: Json, at: Segment[]): void => {
		if (found.size >= MAX_PLACES) return;
		const scalar = typeof value !== 'object' || value === null;
		if (at.length > 0 && (want === 'list' ? Array.isArray(value) : scalar)) {
			const path = pathTo(at, within);
			if (!found.has(path) || found.get(path) === null) found.set(path, value);
		}
		if (scalar) return;
		const goneThrough =
			within[at.length] === null && within.every((step, n) => n >= at.length || step === null || step === at[n]);
		if (Array.isArray(value))
			for (const [n, line] of value.slice(0, goneThrough ? LINES_LOOKED_AT : 1).entries()) look(line, [...at, n]);
		else for (const [key, inner] of Object.entries(value)) look(inner, [...at, key]);
	};
	look(payload, []);
	const places = [...found].map(([path, value]) => ({ path, value }));
	const far = ({ path }: Place) => Number(path.startsWith('$'));
	return places.sort((a, b) => far(a) - far(b));
}
