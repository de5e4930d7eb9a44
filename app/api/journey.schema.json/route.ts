import { z } from 'zod';
import { journeyFile } from '@/lib/graph';

/** The format of journeys as files, for editors that complete and check JSON. */
export function GET(): Response {
	return Response.json(z.toJSONSchema(journeyFile, { io: 'input', unrepresentable: 'any' }), {
		headers: { 'content-type': 'application/schema+json' },
	});
}
