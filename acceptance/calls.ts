import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/** A line of a file of orders: a Segment call. */
export type Line = {
	type: string;
	userId: string;
	timestamp: string;
	event?: string;
	properties?: Record<string, unknown>;
	traits?: Record<string, unknown>;
};

export async function* callsOf(file: string, limit = Number.POSITIVE_INFINITY): AsyncGenerator<Line> {
	const raw = createReadStream(file);
	const lines = createInterface({ input: file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw });
	let read = 0;
	for await (const line of lines) {
		if (read++ === limit) break;
		// An unknown category is NaN there, as pandas writes it.
		yield JSON.parse(line.replaceAll(':NaN', ':null')) as Line;
	}
}
