import { z } from 'zod';
import { failure, route } from '@/auth/route';
import { db } from '@/db/client';
import { customerPicture } from '@/db/customer-picture';
import { findCustomer } from '@/db/find-customer';
import { pictureJson } from './picture-json';

const value = z.string().trim().min(1, 'must not be empty').max(300);
const NAMES = ['user_id', 'loyalty_card', 'email', 'phone', 'anonymous_id'] as const;
const named = z
	.strictObject({
		...{ user_id: value, loyalty_card: value, email: value, phone: value, anonymous_id: value },
	})
	.partial()
	.refine((query) => Object.keys(query).length === 1, `give one of ${NAMES.join(', ')}`);

/** The same by what she is found by: exactly one of `NAMES`. 404 when nobody is known by it. */
export const GET = route({ secretKey: true }, async ({ request }) => {
	const query = named.safeParse(Object.fromEntries(new URL(request.url).searchParams));
	if (!query.success) {
		const [issue] = query.error.issues;
		const field = issue?.path.join('.') || 'query';
		return failure(400, 'invalid', issue?.message ?? `give one of ${NAMES.join(', ')}`, field);
	}
	const id = await findCustomer(db(), query.data);
	if (id === null) return failure(404, 'not-found', 'nobody is known by it', Object.keys(query.data)[0]);
	return pictureJson(await customerPicture(db(), id, Date.now()));
});
