import { BodyTooLarge, readBody } from '@/auth/body';
import { auth } from '@/auth/server';

/** The rest of what better-auth could answer (changing names, listing sessions…) goes through our own actions, which check and write down who did it. */
const OPEN = new Set(['POST /api/auth/sign-in/email', 'POST /api/auth/sign-out']);

/** An address and a password. */
const MAX_BYTES = 16_384;

/** A password is dear to check, by design: more at once would take the processor from everybody else. */
const AT_ONCE = 8;
let underWay = 0;

async function handle(request: Request): Promise<Response> {
	const { pathname } = new URL(request.url);
	if (!OPEN.has(`${request.method} ${pathname}`)) return Response.json({ message: 'Not found' }, { status: 404 });
	try {
		const body = await readBody(request, MAX_BYTES);
		if (underWay >= AT_ONCE)
			return Response.json({ message: 'Too many at once' }, { status: 429, headers: { 'retry-after': '1' } });
		const { method, headers } = request;
		underWay++;
		return await auth()
			.handler(new Request(request.url, { method, headers, body: new Uint8Array(body) }))
			.finally(() => underWay--);
	} catch (error) {
		if (error instanceof BodyTooLarge) return Response.json({ message: 'Too large' }, { status: 413 });
		throw error;
	}
}

export { handle as GET, handle as POST };
