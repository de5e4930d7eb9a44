import { eq, sql } from 'drizzle-orm';
import { UserError } from '@/lib/errors';
import type { JsonObject } from '@/lib/event';
import { missing } from '@/lib/missing';
import { OWN_IDS } from '@/lib/segment';
import type { Db } from './client';
import { lockCustomer } from './lock-customer';
import { loadProfile } from './profiles';
import { recordEvents } from './record-events';
import { customers, eventIds, stores } from './schema';

export type ProfileUpdate = {
	/** The same one again changes nothing, whatever was changed since. */
	key: string;
	customerId: string;
	/** A trait that is null is taken away. */
	traits: JsonObject;
	/** Null: as it is. */
	homeStoreId: string | null;
	/** BCP 47; null: as it is. */
	locale: string | null;
	at: Date;
};

/**
 * Writes on a customer's profile once by key, and tells journeys and segments (`Profile Updated`).
 * @throws UserError when there is no such store
 */
export async function updateProfile(db: Db, update: ProfileUpdate): Promise<void> {
	await db.transaction(async (tx) => {
		await lockCustomer(tx, sql`${update.customerId}::uuid`);
		const messageId = `${OWN_IDS}profile:${update.key}`;
		const [known] = await tx.select().from(eventIds).where(eq(eventIds.messageId, messageId));
		if (known) return;
		const { facts } = await loadProfile(tx, update.customerId);
		const { traits, homeStoreId, locale, at } = update;
		if (homeStoreId !== null) {
			const [store] = await tx.select({ id: stores.id }).from(stores).where(eq(stores.id, homeStoreId));
			if (!store) throw new UserError(missing.store(homeStoreId), 'homeStore');
		}
		const kept = Object.fromEntries(Object.entries(traits).filter(([, value]) => value !== null));
		const gone = Object.keys(traits).filter((name) => traits[name] === null);
		await tx
			.update(customers)
			.set({
				traits: sql`(${customers.traits} || ${JSON.stringify(kept)}::jsonb) - ${sql.param(gone)}::text[]`,
				...(homeStoreId === null ? {} : { homeStoreId }),
				...(locale === null ? {} : { locale }),
			})
			.where(eq(customers.id, facts.id));
		await recordEvents(tx, [
			{
				messageId,
				name: 'Profile Updated',
				customerId: facts.id,
				properties: {
					traits,
					...(homeStoreId === null ? {} : { home_store_id: homeStoreId }),
					...(locale === null ? {} : { locale }),
				},
				at,
				source: 'parcours',
			},
		]);
	});
}
