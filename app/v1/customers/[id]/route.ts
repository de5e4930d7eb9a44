import { route } from '@/auth/route';
import { db } from '@/db/client';
import { eraseCustomer } from '@/db/erase';

/** Erases a person, at once and for good (GDPR art. 17). 404 when there is no such customer, or no more. */
export const DELETE = route({ secretKey: true }, async ({ caller, params }) => ({
	id: await eraseCustomer(db(), params.id ?? '', caller.actor),
	erased: true,
}));
