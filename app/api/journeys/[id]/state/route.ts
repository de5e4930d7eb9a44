import { can } from '@/auth/permissions';
import { failure } from '@/auth/route';
import { currentMember } from '@/auth/session';
import { db } from '@/db/client';
import { journeyState } from '@/db/monitor';
import { NotFoundError } from '@/lib/errors';
import { isUuid } from '@/lib/uuid';

/** What the monitor asks for every second: one journey version's figures, as they are. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
	const member = await currentMember();
	if (!member) return failure(401, 'signed-out', 'sign in');
	if (!can(member.role, 'journey.view')) return failure(403, 'forbidden', 'your role does not allow this');
	const { id } = await params;
	const versionId = new URL(request.url).searchParams.get('version') ?? '';
	if (!isUuid(id) || !isUuid(versionId)) return failure(400, 'invalid', 'must be a UUID', 'version');
	try {
		return Response.json(await journeyState(db(), id, versionId), { headers: { 'cache-control': 'no-store' } });
	} catch (error) {
		if (error instanceof NotFoundError) return failure(404, 'not-found', error.message);
		throw error;
	}
}
