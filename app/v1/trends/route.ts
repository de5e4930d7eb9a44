import { route } from '@/auth/route';
import { db } from '@/db/client';
import { groupsNow, listTrends } from '@/db/trend-views';
import { GROUP_PROPERTY } from '@/lib/trend';

/** Groups of one trend that are answered: who crossed, then the greatest. */
const GROUPS = 100;

/** All trends with what they are, and how their groups stand. */
export const GET = route({ secretKey: true }, async () => {
	const trends = (await listTrends(db(), Date.now())).map(
		async ({ id, name, definition, filling, groups, crossed }) => {
			const property = definition.by === 'nothing' ? null : GROUP_PROPERTY[definition.by];
			const standing = (await groupsNow(db(), id, GROUPS)).map(({ group, ...figures }) => ({
				...(property ? { [property]: group } : {}),
				...figures,
			}));
			return { id, name, ...definition, filled: filling === null, count: groups, crossed, groups: standing };
		},
	);
	return { trends: await Promise.all(trends) };
});
