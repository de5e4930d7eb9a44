import { z } from 'zod';
import { route } from '@/auth/route';
import { db } from '@/db/client';
import { customersByIdentity } from '@/db/customer-views';
import { IDENTITY_KINDS } from '@/db/schema';
import { whyNot } from '@/db/why-not';
import { NotFoundError, UserError } from '@/lib/errors';
import { sayFailing } from '@/lib/explain';

const uuid = z.uuid();

/** `?customer=`: her id, or one of her identities as `kind:value`. @throws UserError, NotFoundError */
async function customerOf(request: Request): Promise<string> {
	const asked = new URL(request.url).searchParams.get('customer') ?? '';
	if (uuid.safeParse(asked).success) return asked;
	const colon = asked.indexOf(':');
	const kind = IDENTITY_KINDS.find((each) => each === asked.slice(0, colon));
	if (!kind) throw new UserError('give her id, or an identity such as email:zoe@example.test', 'customer');
	const [found] = await customersByIdentity(db(), kind, asked.slice(colon + 1));
	if (!found) throw new NotFoundError(`there is no customer with this ${kind}`);
	return found;
}

/** Why a customer is not in a journey, or got no message of it; sentences in both languages. */
export const GET = route({ secretKey: true }, async ({ request, params }) => {
	const id = uuid.safeParse(params.id);
	if (!id.success) throw new NotFoundError(`there is no journey ${params.id}`);
	const why = await whyNot(db(), id.data, await customerOf(request));
	return {
		customer_id: why.customerId,
		journey: { id: id.data, status: why.status, trigger: why.triggerEvent },
		entries: why.entries.map((entry) => ({
			...{ id: entry.id, event: entry.event, status: entry.status, outcome: entry.outcome },
			entered_at: entry.enteredAt.toISOString(),
		})),
		not_sent: why.notSent.map(({ enrollmentId, at, ...send }) => ({
			entry: enrollmentId,
			...send,
			at: at.toISOString(),
		})),
		events: why.tried.map(({ event, fannedOut, answer, failing }) => ({
			...{ name: event.name, properties: event.properties, answer },
			at: new Date(event.at).toISOString(),
			about: fannedOut ? 'everybody' : 'customer',
			because: failing.map((one) => ({
				en: sayFailing(one, event.at, 'en', why.names),
				fr: sayFailing(one, event.at, 'fr', why.names),
			})),
		})),
	};
});
