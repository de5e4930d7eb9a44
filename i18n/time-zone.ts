import { cache } from 'react';
import { config } from '@/config';
import { db } from '@/db/client';
import { getWorkspaceSettings } from '@/db/workspace';
import { log } from '@/log';

/**
 * The zone in which times are shown: the retailer's. A page that says that the database is down must be shown all the
 * same, hence the configured zone when the settings cannot be read.
 */
export const displayTimeZone = cache(async (): Promise<string> => {
	try {
		return (await getWorkspaceSettings(db())).timeZone;
	} catch (error) {
		log().warn({ err: error }, 'settings are out of reach; times are shown in the configured zone');
		return config().PARCOURS_TIMEZONE;
	}
});
