import { Context } from '@temporalio/activity';
import type { Db } from '../db/client';
import { finish, park, settle } from '../db/enrollments';
import type { EffectActivity, LocalActivities } from './contract';
import { perform } from './effect';
import type { LoadedRun } from './runs';

/** Often enough for the workflow's heartbeat timeout, seldom enough that a normal send never sends one. */
const HEARTBEAT_MS = 3000;

/** Everything the workflow may ask for: bookkeeping under its own names, effects under their node types'. */
export function activities(
	db: Db,
	runs: Map<string, LoadedRun>,
): LocalActivities & Record<string, EffectActivity | LocalActivities[keyof LocalActivities]> {
	const effect: EffectActivity = async (input) => {
		const run = runs.get(input.type);
		if (!run) throw new Error(`nodes/${input.type}/run.ts is missing`);
		const { info } = Context.current();
		if (info.isLocal) return perform(db, run, input, info.attempt);
		const beat = setInterval(() => Context.current().heartbeat(), HEARTBEAT_MS);
		try {
			return await perform(db, run, input, info.attempt);
		} finally {
			clearInterval(beat);
		}
	};
	return {
		...Object.fromEntries([...runs.keys()].map((type) => [type, effect])),
		park: (input) => park(db, input, input.park),
		settle: (input) => settle(db, input),
		finish: (input) => finish(db, input, input.ending),
		decide: effect,
	};
}
