import { z } from 'zod';
import { route } from '@/auth/route';
import { availabilityOf, loadStore } from '@/db/availability';
import { stockJson, storeJson } from '@/db/catalogue-json';
import { db } from '@/db/client';
import { loadProduct } from '@/db/products';
import { latitude, longitude } from '@/lib/distance';
import { positiveDuration } from '@/lib/duration';
import { NotFoundError, UserError } from '@/lib/errors';
import { DEFAULT_MAX_AGE } from '@/lib/stock';

const query = z.object({
	near: z
		.string()
		.transform((text) => text.split(',').map(Number))
		.pipe(z.tuple([latitude, longitude], 'write latitude,longitude such as 45.76,4.83'))
		.optional(),
	store: z.string().optional(),
	sku: z.string().optional(),
	max_age: positiveDuration.default(DEFAULT_MAX_AGE),
	limit: z.coerce.number().int().min(1).max(50).default(10),
});

/**
 * Where a product is to be had: `?store=` in that store and near it, `?near=latitude,longitude` near a point; `sku` of one
 * variant, `max_age` how old a figure may be (ISO 8601, P1D), `limit` how many stores nearby (10).
 */
export const GET = route({ secretKey: true }, async ({ request, params }) => {
	const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
	const [issue] = parsed.error?.issues ?? [];
	if (!parsed.success) throw new UserError(issue?.message ?? 'is not valid', String(issue?.path[0] ?? ''));
	const { near, store: storeId, sku, max_age: maxAge, limit } = parsed.data;
	const found = await loadProduct(db(), params.id ?? '');
	if (!found) throw new NotFoundError('there is no such product', 'id');
	if (!near && !storeId)
		throw new UserError('say near which place (near=latitude,longitude) or in which store', 'near');
	if (sku && !found.variants.some((variant) => variant.sku === sku))
		throw new NotFoundError('this product has no such variant', 'sku');
	const store = storeId ? await loadStore(db(), storeId) : null;
	if (storeId && !store) throw new NotFoundError('there is no such store', 'store');
	const now = Date.now();
	const point = near && { latitude: near[0], longitude: near[1] };
	const article = { productId: found.product.id, sku: sku ?? null };
	const { here, nearby } = await availabilityOf(db(), article, {
		...{ now, maxAge, limit },
		store: store ?? undefined,
		near: point,
	});
	return {
		product_id: found.product.id,
		sku: sku ?? null,
		here: here && { store: storeJson(here.store, now), metres: metres(here.metres), ...stockJson(here.stock) },
		nearby: nearby.map((one) => ({
			store: storeJson(one.store, now),
			metres: metres(one.metres),
			...stockJson(one.stock[0]),
		})),
	};
});

function metres(far: number | null): number | null {
	return far === null ? null : Math.round(far);
}
