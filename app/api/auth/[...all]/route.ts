import { auth } from '@/auth/server';

/** The rest of what better-auth could answer (changing names, listing sessions…) goes through our own actions, which check and write down who did it. */
const OPEN = new Set(['POST /api/auth/sign-in/email', 'POST /api/auth/sign-out', 'GET /api/auth/get-session']);

async function handle(request: Request): Promise<Response> {
	const { pathname } = new URL(request.url);
	if (!OPEN.has(`${request.method} ${pathname}`)) return Response.json({ message: 'Not found' }, { status: 404 });
	return auth().handler(request);
}

export { handle as GET, handle as POST };
