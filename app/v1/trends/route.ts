import { route } from '@/auth/route';
import { db } from '@/db/client';
import { trendsWithGroups } from '@/db/trend-views';
import { GROUP_PROPERTY } from '@/lib/trend';

/** Groups of one trend that are answered: who crossed, then the greatest. */
const GROUPS = 100;

/** All trends with what they are, and how their groups stand. */
export const GET = route({ secretKey: true }, async () => {
	const trends = await trendsWithGroups(db(), Date.now(), GROUPS);
	return {
		trends: trends.map(({ id, name, definition, filling, groups, crossed, standing }) => {
			const property = definition.by === 'nothing' ? null : GROUP_PROPERTY[definition.by];
			return {
				...{ id, name, ...definition, filled: filling === null, count: groups, crossed },
				groups: standing.map(({ group, ...figures }) => ({ ...(property ? { [property]: group } : {}), ...figures })),
			};
		}),
	};
});
