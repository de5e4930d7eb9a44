import { route } from '@/auth/route';
import { productJson } from '@/db/catalogue-json';
import { db } from '@/db/client';
import { loadProduct } from '@/db/products';
import { NotFoundError } from '@/lib/errors';

/** A product with its variants and prices. */
export const GET = route({ secretKey: true }, async ({ params }) => {
	const found = await loadProduct(db(), params.id ?? '');
	if (!found) throw new NotFoundError('there is no such product', 'id');
	return productJson(found.product, found.variants);
});
