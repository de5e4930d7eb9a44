import { z } from 'zod';
import { failure, withSecretKey } from '@/auth/route';
import { db } from '@/db/client';
import { recordContact } from '@/db/inbound';
import { json } from '@/lib/event';
import { propertyProblem } from '@/lib/retail-events';

const name = z.string().min(1).max(300);

const body = z.object({
	event: z.enum(['Call Received', 'Message Received', 'Social Mention'], {
		error: 'must be Call Received, Message Received or Social Mention',
	}),
	/** The contact's own id in the system that reports it: a repeat changes nothing. */
	id: z.string({ error: 'give the contact’s own id, so that a repeat is recognised' }).min(1).max(200),
	customer: z.union(
		[
			z.strictObject({ user_id: name }),
			z.strictObject({ email: name }),
			z.strictObject({ phone: name }),
			z.strictObject({ loyalty_card: name }),
		],
		{ error: 'name the customer by one of user_id, email, phone or loyalty_card' },
	),
	/** When it was; now when it does not say. */
	timestamp: z.iso.datetime({ offset: true }).optional(),
	properties: z.record(z.string(), json).default({}),
});

/**
 * A call centre, a social desk or a chat says that a customer got in touch. 404 when nobody is found by what it knows of
 * her: identify her first.
 */
export async function POST(request: Request): Promise<Response> {
	return withSecretKey(request, body, async ({ event, id, customer, timestamp, properties }, actor) => {
		const problem = propertyProblem(event, properties);
		if (problem) return failure(400, 'invalid', problem.message, `properties.${problem.path}`);
		const now = Date.now();
		const at = new Date(Math.min(timestamp ? Date.parse(timestamp) : now, now));
		const customerId = await recordContact(db(), { of: customer, id, event, properties, at, source: actor });
		if (!customerId) return failure(404, 'not-found', 'no customer is found by this: identify her first', 'customer');
		return Response.json({ recorded: true, customer_id: customerId });
	});
}
