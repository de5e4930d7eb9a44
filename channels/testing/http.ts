import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

export type Call = { method: string; url: string; headers: IncomingHttpHeaders; form: Record<string, string> };
export type Answer = { status: number; body: string; location?: string } | 'cut' | 'silence';

/** A real HTTP server that answers what a test says, and keeps what it was asked. */
export async function httpServer(answers: () => Answer) {
	const calls: Call[] = [];
	const server = createServer(async (request, response) => {
		const form = Object.fromEntries(new URLSearchParams(await text(request)));
		calls.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, form });
		const answer = answers();
		if (answer === 'cut') request.socket.destroy();
		else if (answer !== 'silence') {
			if (answer.location) response.setHeader('location', answer.location);
			response.writeHead(answer.status).end(answer.body);
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (typeof address !== 'object' || address === null) throw new Error('not listening');
	const close = () => {
		server.closeAllConnections();
		return new Promise<void>((resolve) => server.close(() => resolve()));
	};
	return { url: `http://127.0.0.1:${address.port}`, calls, close };
}
