/** The process answers. Says nothing about what it depends on: a restart would not bring a database back. */
export function GET(): Response {
	return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
}
