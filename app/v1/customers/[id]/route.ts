import { route } from '@/auth/route';
import { db } from '@/db/client';
import { customerPicture } from '@/db/customer-picture';
import { eraseCustomer } from '@/db/erase';
import { pictureJson } from '../picture-json';

/** Everything about one person: what the customer's page shows. An id that was merged answers with whom it was merged into. */
export const GET = route({ secretKey: true }, async ({ params }) =>
	pictureJson(await customerPicture(db(), params.id ?? '', Date.now())),
);

/** Erases a person, at once and for good (GDPR art. 17). 404 when there is no such customer, or no more. */
export const DELETE = route({ secretKey: true }, async ({ caller, params }) => ({
	id: await eraseCustomer(db(), params.id ?? '', caller.actor),
	erased: true,
}));
