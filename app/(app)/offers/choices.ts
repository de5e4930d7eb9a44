import { listCategories, listPlaces } from '@/db/catalogue-views';
import { db } from '@/db/client';
import { listStores } from '@/db/stores';
import { getWorkspaceSettings } from '@/db/workspace';

/** What the form of an offer lets one choose from, and the retailer's own time zone and currency. */
export async function offerChoices() {
	const [stores, categories, { timeZone, currency }] = await Promise.all([
		listStores(db()),
		listCategories(db()),
		getWorkspaceSettings(db()),
	]);
	return { stores: stores.map(({ id, name }) => ({ id, name })), categories, zone: timeZone, currency };
}

/** Names of stores and warehouses by their ids, those that were given up too. */
export async function placeNames(): Promise<ReadonlyMap<string, string>> {
	return new Map((await listPlaces(db())).map(({ id, name }) => [id, name]));
}
