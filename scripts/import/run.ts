import { createHash } from 'node:crypto';
import { fingerprintOf, type Line, linesOf } from './lines';
import { sendBatch } from './send';
import { type ImportMode, openState, type Reject } from './state';

/** Well under the API's 500 KB and 5,000 calls: a batch is also what is sent again after an interruption. */
const BATCH_BYTES = 400_000;
const BATCH_CALLS = 500;

export type ImportOptions = {
	/** An absolute path. */
	file: string;
	mode: ImportMode;
	url: string;
	key: string;
	/** Where it is written how far the import is. */
	stateDir: string;
	/** Begin again from the first line; what was taken in before is recognised. */
	restart?: boolean;
	/** Stop after this line of the file. */
	limit?: number;
	signal?: AbortSignal;
	onProgress?: (progress: ImportProgress) => void;
	/** Called before each wait for an installation that is away or busy. */
	onTrouble?: (trouble: string) => void;
};
export type ImportProgress = { bytesRead: number; bytes: number; line: number; accepted: number; rejected: number };
export type ImportResult = {
	/** Lines that an earlier run had dealt with. */
	skipped: number;
	accepted: number;
	rejected: number;
	rejects: string;
	finished: boolean;
};

type Item = { line: number; call: Record<string, unknown>; bytes: number };

/**
 * Streams a file of Segment calls, one JSON object a line, through the batch API: in the file's order, one batch at a
 * time, each remembered once it is acknowledged. Run again, it goes on where it stopped.
 */
export async function importFile(options: ImportOptions): Promise<ImportResult> {
	const { file, mode, url, key, limit = Number.POSITIVE_INFINITY } = options;
	const { fingerprint, bytes, gzip } = await fingerprintOf(file);
	const kept = openState(options.stateDir, { file, fingerprint, mode, url }, options.restart ?? false);
	const { state } = kept;
	const skipped = state.line;
	let bytesRead = 0;
	let items: Item[] = [];
	let size = 0;
	let refusals: Reject[] = [];

	const flush = async (upTo: number) => {
		const batch = items.map(({ call }) => (mode === 'as-now' ? stampedByReceipt(call) : call));
		const target = { url, key, history: mode === 'history' };
		const { signal, onTrouble } = options;
		const refused =
			batch.length > 0
				? await sendBatch(target, batch, { ...(signal ? { signal } : {}), ...(onTrouble ? { onTrouble } : {}) })
				: [];
		for (const { index, field, message } of refused) {
			const item = items[index];
			if (item) refusals.push({ line: item.line, field, message, call: item.call });
		}
		refusals.sort((a, b) => a.line - b.line);
		kept.advance(upTo, items.length - refused.length, refusals);
		[items, size, refusals] = [[], 0, []];
		options.onProgress?.({ bytesRead, bytes, line: upTo, accepted: state.accepted, rejected: state.rejected });
	};

	let last = state.line;
	let stopped = false;
	for await (const line of linesOf(file, gzip, (total) => {
		bytesRead = total;
	})) {
		if (line.number <= state.line) continue;
		if (line.number > limit || options.signal?.aborted) {
			stopped = true;
			break;
		}
		const item = readLine(line);
		if ('message' in item) refusals.push(item);
		else {
			if (items.length === BATCH_CALLS || (items.length > 0 && size + item.bytes > BATCH_BYTES)) await flush(last);
			items.push(item);
			size += item.bytes;
		}
		last = line.number;
	}
	if (!options.signal?.aborted && (items.length > 0 || refusals.length > 0)) await flush(last);
	const { accepted, rejected } = state;
	return { skipped, accepted, rejected, rejects: kept.rejects, finished: !stopped };
}

function readLine({ number, text }: Line): Item | Reject {
	const bytes = Buffer.byteLength(text);
	if (bytes > BATCH_BYTES)
		return { line: number, field: 'body', message: 'an event has at most 32 KB', call: text.slice(0, 1000) };
	let call: unknown;
	try {
		call = parseJson(text);
	} catch {
		return { line: number, field: 'body', message: 'is not valid JSON', call: text };
	}
	if (typeof call !== 'object' || call === null || Array.isArray(call))
		return { line: number, field: 'body', message: 'must be a JSON object', call };
	const named = { messageId: messageIdOf(number, text), ...call };
	return { line: number, call: named, bytes: bytes + 60 };
}

/** Also `NaN` and `Infinity`, which are no JSON but which pandas and others write for what is unknown: as null. */
function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return JSON.parse(
			text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (m) => (m.startsWith('"') ? m : 'null')),
		);
	}
}

/** The same line of the same file always has the same id: importing twice takes in nothing twice. */
function messageIdOf(number: number, text: string): string {
	return `import-${createHash('sha256').update(`${number}\n${text}`).digest('hex').slice(0, 32)}`;
}

/** Without any time of its own an event has happened when it is received. */
function stampedByReceipt(call: Record<string, unknown>): Record<string, unknown> {
	const { timestamp: _timestamp, originalTimestamp: _original, sentAt: _sent, receivedAt: _received, ...rest } = call;
	return rest;
}
