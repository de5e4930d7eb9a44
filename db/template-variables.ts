import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { herPageUrl } from '@/channels/her-page';
import { config } from '@/config';
import type { JsonObject } from '@/lib/event';
import type { Wanted } from '@/lib/template';
import type { Tx } from './client';
import { referralUrl } from './referrals';
import { enrollments, products, stockLeases, stores, vouchers } from './schema';
import type { Standing } from './standing';

/**
 * What templates may use: `customer` (her traits, and `id`, `email`, `phone`, `me_url` of her own page, `referral_url` for
 * her friends, `points`, `tier`), `event` (the trigger's properties), `voucher` (the enrollment's latest: `code`, `url`,
 * `title`, `expires_at`), `lease` (what is kept for her: `until`, `product.name`, `store.name`), `store` (the voucher's, else
 * her own) and `brand`. Dates are ISO 8601 in UTC. What is unknown is absent and renders as nothing; so is what the
 * templates do not show (`wanted`), which is not even read.
 */
export async function templateVariables(
	tx: Tx,
	{ row: enrollment, profile, workspace }: Pick<Standing, 'row' | 'profile' | 'workspace'>,
	wanted: Wanted,
): Promise<JsonObject> {
	const { id, email, phone, locale, traits, points = 0, tier = null, homeStoreId, timeZone } = profile.facts;
	const around = wanted.voucher || wanted.lease || wanted.store;
	return {
		brand: workspace.brand,
		locale: locale ?? workspace.locale,
		time_zone: timeZone ?? workspace.timeZone,
		currency: workspace.currency,
		customer: {
			...{ ...traits, id, email, phone, points, tier, me_url: herPageUrl(id) },
			...(wanted.referral ? { referral_url: await referralUrl(tx, id) } : {}),
		},
		event: enrollment.trigger.properties,
		...(around ? await givenAndKept(tx, enrollment.id, homeStoreId, wanted) : {}),
	};
}

/** What this journey gave her and keeps for her, until its time is over, and where: one query. */
async function givenAndKept(
	tx: Tx,
	enrollmentId: string,
	homeStoreId: string | null,
	wanted: Wanted,
): Promise<JsonObject> {
	const latest = tx
		.select()
		.from(vouchers)
		.where(eq(vouchers.enrollmentId, enrollmentId))
		.orderBy(desc(vouchers.issuedAt))
		// The store is the voucher's.
		.limit(wanted.voucher || wanted.store ? 1 : 0)
		.as('latest');
	const kept = tx
		.select()
		.from(stockLeases)
		.where(
			and(eq(stockLeases.enrollmentId, enrollmentId), eq(stockLeases.state, 'held'), gt(stockLeases.until, new Date())),
		)
		.orderBy(desc(stockLeases.leasedAt))
		.limit(wanted.lease ? 1 : 0)
		.as('kept');
	const keptAt = alias(stores, 'kept_at');
	const [found] = await tx
		.select({
			voucher: { code: latest.code, written: latest.written, title: latest.title, expiresAt: latest.expiresAt },
			store: stores,
			lease: { until: kept.until, productId: kept.productId, sku: kept.sku },
			keptAt,
			product: products.name,
		})
		.from(enrollments)
		.leftJoin(latest, sql`true`)
		.leftJoin(stores, eq(stores.id, sql`coalesce(${latest.storeId}, ${homeStoreId})`))
		.leftJoin(kept, sql`true`)
		.leftJoin(keptAt, eq(keptAt.id, kept.storeId))
		.leftJoin(products, eq(products.id, kept.productId))
		.where(eq(enrollments.id, enrollmentId));
	if (!found) throw new Error(`no enrollment ${enrollmentId}`);
	const { voucher, store, lease, keptAt: place, product } = found;
	return {
		...(voucher && {
			voucher: {
				code: voucher.written ?? voucher.code,
				url: voucherUrl(voucher.code),
				title: voucher.title,
				expires_at: voucher.expiresAt.toISOString(),
			},
		}),
		...(lease &&
			place && {
				lease: {
					until: lease.until.toISOString(),
					product: { id: lease.productId, sku: lease.sku || null, name: product },
					store: storeVariables(place),
				},
			}),
		...(store && { store: storeVariables(store) }),
	};
}

function storeVariables({ id, name, address, postalCode, city, phone }: typeof stores.$inferSelect): JsonObject {
	return { id, name, address, postal_code: postalCode, city, phone };
}

export function voucherUrl(code: string): string {
	return `${config().PARCOURS_URL}/v/${code}`;
}
