import { listCategories } from '@/db/catalogue-views';
import { db } from '@/db/client';
import { offerNames } from '@/db/offers';
import { listStores } from '@/db/stores';
import { getWorkspaceSettings } from '@/db/workspace';

/** What the form of an operation lets one choose from, and the retailer's own time zone. */
export async function operationChoices() {
	const [stores, categories, offers, { timeZone }] = await Promise.all([
		listStores(db()),
		listCategories(db()),
		offerNames(db()),
		getWorkspaceSettings(db()),
	]);
	return { stores: stores.map(({ id, name }) => ({ id, name })), categories, offers, zone: timeZone };
}
