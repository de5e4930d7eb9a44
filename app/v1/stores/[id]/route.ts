import { route } from '@/auth/route';
import { loadStore } from '@/db/availability';
import { storeJson } from '@/db/catalogue-json';
import { db } from '@/db/client';
import { NotFoundError } from '@/lib/errors';

/** A store or warehouse, with whether it is open now and until or from when. */
export const GET = route({ secretKey: true }, async ({ params }) => {
	const store = await loadStore(db(), params.id ?? '');
	if (!store) throw new NotFoundError('there is no such store', 'id');
	return storeJson(store, Date.now());
});
