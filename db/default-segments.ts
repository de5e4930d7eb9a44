import { isNotNull, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { DEFAULT_SEGMENTS, type DefaultSegment } from '@/lib/default-segments';
import { historyNeeds } from '@/lib/rule-needs';
import { audit } from './audit';
import type { Db } from './client';
import { dueAgain } from './due';
import { notifyQueue } from './queue';
import { segments } from './schema';
import { lockSegments } from './segments';
import { getWorkspaceSettings } from './workspace';

const DEFAULTS: [string, DefaultSegment][] = Object.entries(DEFAULT_SEGMENTS);

/**
 * Gives an installation that never had them the segments that every one begins with, in the retailer's language. Once for
 * ever: those that were edited or archived since stay as they are. Who is in them is found quietly, as after an edit.
 */
export async function ensureDefaultSegments(db: Db): Promise<void> {
	await db.transaction(async (tx) => {
		// Every process of an installation may start at once.
		await lockSegments(tx);
		if ((await tx.$count(segments, isNotNull(segments.preset))) > 0) return;
		const { locale } = await getWorkspaceSettings(tx);
		const now = Date.now();
		await tx.insert(segments).values(
			DEFAULTS.map(([preset, { name, description, rule }]) => ({
				...{ id: uuid(), preset, rule, name: name[locale], description: description[locale] },
				...{ hears: historyNeeds(rule), savedAt: new Date(now) },
			})),
		);
		await audit(tx, 'system', 'segment.defaults', 'segments', { segments: DEFAULTS.length });
		await dueAgain(tx, sql`select id from customers where merged_into is null and erased_at is null`, now, true);
		await notifyQueue(tx);
	});
}
