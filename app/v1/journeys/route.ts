import { z } from 'zod';
import { withSecretKey } from '@/auth/route';
import { db } from '@/db/client';
import { pushJourney } from '@/db/journey-files';
import { listJourneys } from '@/db/journey-list';
import { journeyFile } from '@/lib/graph';

export async function GET(request: Request): Promise<Response> {
	return withSecretKey(request, z.unknown(), async () => Response.json({ journeys: await listJourneys(db()) }));
}

const push = z.object({ journey: journeyFile, publish: z.boolean().default(false) });

/** Saves a journey file as the draft of the journey of that name, making it when there is none; publishes it when asked. */
export async function POST(request: Request): Promise<Response> {
	return withSecretKey(request, push, async ({ journey, publish }, actor) => {
		const answer = await pushJourney(db(), journey, { publish }, actor);
		if (answer.problems.length > 0 && publish && !answer.version) {
			const [first] = answer.problems;
			return Response.json(
				{
					error: {
						code: 'refused',
						message: 'the journey was saved as a draft but cannot be published',
						field: first?.field,
					},
					...answer,
				},
				{ status: 422 },
			);
		}
		return Response.json(answer);
	});
}
