import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

export type Got = { headers: IncomingHttpHeaders; body: string };

/**
 * A system of the retailer's, such as billing, on a real HTTP server: it applies what it is told once per key, knows the
 * keys it has applied, and can be asked for them (`GET ?key=`). It answers `thinkMs` after it applied.
 */
export async function startReceiver({ thinkMs = 0 } = {}) {
	const posted: Got[] = [];
	const applied = new Set<string>();
	/** What it does with the next calls; it applies and answers 200 when there is nothing here. */
	const next: ('apply-then-hang-up' | 'apply-then-be-silent' | 'hang-up' | number)[] = [];
	const receiver = { posted, applied, next, mayBeAsked: true };
	const server = createServer(async (request, response) => {
		const body = await text(request);
		if (request.method === 'GET') {
			const asked = new URL(request.url ?? '', 'http://x').searchParams.get('key');
			if (!receiver.mayBeAsked) return response.writeHead(503).end();
			return response.end(JSON.stringify({ found: applied.has(asked ?? '') }));
		}
		posted.push({ headers: request.headers, body });
		const wanted = next.shift() ?? 200;
		const key = String(request.headers['idempotency-key']);
		if (String(wanted).startsWith('apply') || wanted === 200) applied.add(key);
		if (wanted === 'apply-then-be-silent') return;
		await sleep(thinkMs);
		if (typeof wanted === 'string') return request.socket.destroy();
		return response.writeHead(wanted, wanted === 302 ? { location: 'http://169.254.169.254/' } : {}).end('{}');
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return Object.assign(receiver, {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/adjustments`,
		reset() {
			posted.length = 0;
			next.length = 0;
			applied.clear();
			receiver.mayBeAsked = true;
		},
		close() {
			server.closeAllConnections();
			server.close();
		},
	});
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
