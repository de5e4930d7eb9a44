import { z } from 'zod';
import { withSecretKey } from '@/auth/route';
import { db } from '@/db/client';
import { pullJourney } from '@/db/journey-files';

/** The draft as a file. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
	const { id } = await params;
	return withSecretKey(request, z.unknown(), async () => Response.json(await pullJourney(db(), id)));
}
