import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { receive } from '@/app/v1/receive';
import { createKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { eventQueue, events } from '@/db/schema';
import { type ImportOptions, importFile } from './run';

let server: Server;
let url: string;
let secretKey: string;
let dir: string;
/** What the server answers instead, for as many requests as there are. */
let failures: (number | 'hang up')[] = [];
let batches: number;

beforeAll(async () => {
	secretKey = await createKey(db(), { kind: 'secret', name: 'import' });
	server = createServer(async (request, response) => {
		const body = new Uint8Array(await buffer(request));
		const failure = failures.shift();
		if (failure === 'hang up') return void request.socket.destroy();
		if (failure) return void response.writeHead(failure, { 'retry-after': '0.01' }).end();
		batches++;
		const headers = Object.fromEntries(
			['authorization', 'x-parcours-import'].flatMap((name) => {
				const value = request.headers[name];
				return typeof value === 'string' ? [[name, value]] : [];
			}),
		);
		const answer = await receive(
			new Request(`http://localhost${request.url}`, { method: 'POST', body, headers }),
			'batch',
		);
		response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
	dir = mkdtempSync(path.join(tmpdir(), 'parcours-import-'));
});
afterAll(async () => {
	rmSync(dir, { recursive: true, force: true });
	await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
	failures = [];
	batches = 0;
});

function write(name: string, lines: unknown[], pack = false): string {
	const file = path.join(dir, name);
	const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
	writeFileSync(file, pack ? gzipSync(text) : text);
	return file;
}
const run = (file: string, options: Partial<ImportOptions> = {}) =>
	importFile({ file, mode: 'live', url, key: secretKey, stateDir: path.join(dir, 'state'), ...options });
const track = (who: string, n: number, more: object = {}) => ({
	type: 'track',
	event: 'Product Viewed',
	userId: who,
	timestamp: '2026-03-02T09:00:00Z',
	properties: { n },
	...more,
});
const eventsOf = (who: string) =>
	db()
		.select()
		.from(events)
		.where(sql`${events.customerId} = (select customer_id from identities where kind = 'user_id' and value = ${who})`)
		.orderBy(events.seq);

describe('a file of events', () => {
	test('is taken in whole and in its order, gzipped or not', async () => {
		const file = write(
			'whole.ndjson.gz',
			Array.from({ length: 1200 }, (_, n) => track('whole', n)),
			true,
		);
		const progress: number[] = [];
		const result = await run(file, { onProgress: ({ line }) => progress.push(line) });
		expect(result).toMatchObject({ accepted: 1200, rejected: 0, finished: true });
		expect((await eventsOf('whole')).map((e) => e.properties.n)).toEqual(Array.from({ length: 1200 }, (_, n) => n));
		expect(progress).toEqual([500, 1000, 1200]);
	});
	test('is taken in once, however often it is imported', async () => {
		const file = write('twice.ndjson', [track('twice', 1), track('twice', 1)]);
		await run(file);
		await run(file, { restart: true });
		// The same words on two lines are two events; the same line again is not a third.
		expect(await eventsOf('twice')).toHaveLength(2);
	});
	test('leaves refused lines in a file beside it, each with the reason', async () => {
		const file = write('bad.ndjson', [
			track('bad', 1),
			'{broken',
			{ type: 'track', userId: 'bad' },
			'[]',
			'',
			track('bad', 2),
		]);
		const result = await run(file);
		expect(result).toMatchObject({ accepted: 2, rejected: 3 });
		const rejects = readFileSync(result.rejects, 'utf8')
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(rejects.map(({ line, field }) => [line, field])).toEqual([
			[2, 'body'],
			[3, 'event'],
			[4, 'body'],
		]);
	});
	test('goes on where it was stopped', async () => {
		const file = write(
			'stopped.ndjson',
			Array.from({ length: 1200 }, (_, n) => track('stopped', n)),
		);
		const stop = new AbortController();
		const first = await run(file, { signal: stop.signal, onProgress: () => stop.abort() });
		expect(first).toMatchObject({ accepted: 500, finished: false });
		batches = 0;
		const second = await run(file);
		expect(second).toMatchObject({ skipped: 500, accepted: 1200, finished: true });
		expect(batches).toBe(2);
		expect(await eventsOf('stopped')).toHaveLength(1200);
	});
	test('can be imported in part', async () => {
		const file = write('part.ndjson', [track('part', 1), track('part', 2), track('part', 3)]);
		expect(await run(file, { limit: 2 })).toMatchObject({ accepted: 2, finished: false });
		expect(await eventsOf('part')).toHaveLength(2);
	});
});

describe('an import', () => {
	test('waits while the installation is away or busy', async () => {
		failures = ['hang up', 503, 429];
		await run(write('away.ndjson', [track('away', 1)]));
		expect(await eventsOf('away')).toHaveLength(1);
	});
	test('says so at once when the key is refused', async () => {
		await expect(run(write('key.ndjson', [track('key', 1)]), { key: 'nope' })).rejects.toThrow('--key');
	});
	test('of history triggers nothing, and was known when it happened', async () => {
		await run(write('history.ndjson', [track('history', 1)]), { mode: 'history' });
		const [event] = await eventsOf('history');
		expect(event).toMatchObject({ history: true, knownAt: new Date('2026-03-02T09:00:00Z') });
		expect(
			await db()
				.select()
				.from(eventQueue)
				.where(eq(eventQueue.seq, event?.seq ?? 0)),
		).toHaveLength(0);
	});
	test('live triggers, and events keep their own times', async () => {
		await run(write('live.ndjson', [track('live', 1)]));
		const [event] = await eventsOf('live');
		expect(event?.effectiveAt).toEqual(new Date('2026-03-02T09:00:00Z'));
		expect(
			await db()
				.select()
				.from(eventQueue)
				.where(eq(eventQueue.seq, event?.seq ?? 0)),
		).toHaveLength(1);
	});
	test('as now lets events happen when they are received', async () => {
		await run(write('now.ndjson', [track('now', 1, { sentAt: '2026-03-02T09:00:01Z' })]), { mode: 'as-now' });
		const [event] = await eventsOf('now');
		expect(event?.effectiveAt).toEqual(event?.receivedAt);
	});
});
