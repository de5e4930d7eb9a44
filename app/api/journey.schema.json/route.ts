import { journeySchema } from '@/nodes/journey-schema';

/** The format of journeys as files, for editors that complete and check JSON; nothing in it is anybody's. */
export function GET(): Response {
	return Response.json(journeySchema(), { headers: { 'content-type': 'application/schema+json' } });
}
