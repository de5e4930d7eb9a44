import { and, desc, eq, gt } from 'drizzle-orm';
import { herPageUrl } from '@/channels/her-page';
import { config } from '@/config';
import type { JsonObject } from '@/lib/event';
import type { Tx } from './client';
import { referralUrl } from './referrals';
import { products, stockLeases, stores, vouchers } from './schema';
import type { Standing } from './standing';

/**
 * What templates may use: `customer` (her traits, and `id`, `email`, `phone`, `me_url` of her own page, `referral_url` for her friends, `points`, `tier`), `event` (the trigger's properties), `voucher` (the enrollment's latest: `code`, `url`, `title`, `expires_at`), `lease` (what is kept for her: `until`, `product.name`, `store.name`), `store` (the voucher's, else her
 * own) and `brand`. Dates are ISO 8601 in UTC. What is unknown is absent and renders as nothing.
 */
export async function templateVariables(
	tx: Tx,
	{ row: enrollment, profile, workspace }: Pick<Standing, 'row' | 'profile' | 'workspace'>,
): Promise<JsonObject> {
	const [voucher] = await tx
		.select()
		.from(vouchers)
		.where(eq(vouchers.enrollmentId, enrollment.id))
		.orderBy(desc(vouchers.issuedAt))
		.limit(1);
	const lease = await leaseVariables(tx, enrollment.id);
	const storeId = voucher?.storeId ?? profile.facts.homeStoreId;
	const [store] = storeId ? await tx.select().from(stores).where(eq(stores.id, storeId)) : [];
	const { id, email, phone, locale, traits, points = 0, tier = null } = profile.facts;
	return {
		brand: workspace.brand,
		locale: locale ?? workspace.locale,
		time_zone: profile.facts.timeZone ?? workspace.timeZone,
		currency: workspace.currency,
		customer: {
			...traits,
			id,
			email,
			phone,
			points,
			tier,
			me_url: herPageUrl(id),
			referral_url: await referralUrl(tx, id),
		},
		event: enrollment.trigger.properties,
		...(voucher
			? {
					voucher: {
						code: voucher.written ?? voucher.code,
						url: voucherUrl(voucher.code),
						title: voucher.title,
						expires_at: voucher.expiresAt.toISOString(),
					},
				}
			: {}),
		...(lease ? { lease } : {}),
		...(store ? { store: storeVariables(store) } : {}),
	};
}

function storeVariables({ id, name, address, postalCode, city, phone }: typeof stores.$inferSelect): JsonObject {
	return { id, name, address, postal_code: postalCode, city, phone };
}

/** What is kept for her by this journey; nothing when its time is over. */
async function leaseVariables(tx: Tx, enrollmentId: string): Promise<JsonObject | null> {
	const [kept] = await tx
		.select({ lease: stockLeases, store: stores, product: products })
		.from(stockLeases)
		.innerJoin(stores, eq(stores.id, stockLeases.storeId))
		.leftJoin(products, eq(products.id, stockLeases.productId))
		.where(
			and(eq(stockLeases.enrollmentId, enrollmentId), eq(stockLeases.state, 'held'), gt(stockLeases.until, new Date())),
		)
		.orderBy(desc(stockLeases.leasedAt))
		.limit(1);
	if (!kept) return null;
	const { lease, store, product } = kept;
	return {
		until: lease.until.toISOString(),
		product: { id: lease.productId, sku: lease.sku || null, name: product?.name ?? null },
		store: storeVariables(store),
	};
}

export function voucherUrl(code: string): string {
	return `${config().PARCOURS_URL}/v/${code}`;
}
