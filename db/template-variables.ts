import { desc, eq } from 'drizzle-orm';
import { config } from '@/config';
import type { JsonObject } from '@/lib/event';
import type { Tx } from './client';
import { stores, vouchers } from './schema';
import type { Standing } from './standing';

/**
 * What templates may use: `customer` (her traits, and `id`, `email`, `phone`, `points`, `tier`), `event` (the trigger's properties), `voucher` (the enrollment's latest: `code`, `url`, `title`, `expires_at`), `store` (the voucher's, else her
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
	const storeId = voucher?.storeId ?? profile.facts.homeStoreId;
	const [store] = storeId ? await tx.select().from(stores).where(eq(stores.id, storeId)) : [];
	const { id, email, phone, locale, traits, points = 0, tier = null } = profile.facts;
	return {
		brand: workspace.brand,
		locale: locale ?? workspace.locale,
		time_zone: profile.facts.timeZone ?? workspace.timeZone,
		currency: workspace.currency,
		customer: { ...traits, id, email, phone, points, tier },
		event: enrollment.trigger.properties,
		...(voucher
			? {
					voucher: {
						code: voucher.code,
						url: voucherUrl(voucher.code),
						title: voucher.title,
						expires_at: voucher.expiresAt.toISOString(),
					},
				}
			: {}),
		...(store
			? {
					store: {
						id: store.id,
						name: store.name,
						address: store.address,
						postal_code: store.postalCode,
						city: store.city,
						phone: store.phone,
					},
				}
			: {}),
	};
}

export function voucherUrl(code: string): string {
	return `${config().PARCOURS_URL}/v/${code}`;
}
