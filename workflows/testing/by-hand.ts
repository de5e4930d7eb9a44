import { db } from '../../db/client';
import { finish, loadEnrollment, park, settle } from '../../db/enrollments';
import { loadVersion } from '../../db/versions';
import { next, resumeEffect, resumeWait } from '../../lib/machine';
import { dispatchOnce } from '../dispatcher';
import { perform } from '../effect';
import { loadRuns } from '../runs';

/** Decides everything that is due, as one dispatcher would. */
export async function dispatchAll(): Promise<void> {
	while ((await dispatchOnce(db())) > 0);
}

/**
 * An enrollment carried by hand, without Temporal: performs the machine's commands as the workflow does, but stops at
 * every wait, so that a test decides when time passes.
 */
export async function byHand(enrollmentId: string) {
	const runs = await loadRuns();
	const row = await loadEnrollment(db(), enrollmentId);
	const { program } = await loadVersion(db(), row.versionId);
	let state = row.state;
	const ref = () => ({ enrollmentId, run: row.run, state });

	/** Goes on until it waits or is over. */
	async function go(): Promise<'waits' | 'over'> {
		for (;;) {
			const step = next(program, state);
			state = step.state;
			const { command } = step;
			switch (command.do) {
				case 'end':
					await finish(db(), ref(), command.ending);
					return 'over';
				case 'effect': {
					const run = runs.get(command.type);
					if (!run) throw new Error(`no run of ${command.type}`);
					const { node, visit, type } = command;
					state = resumeEffect(program, state, await perform(db(), run, { ...ref(), node, visit, type }, 1));
					break;
				}
				case 'park': {
					const parked = await park(db(), ref(), command);
					if (!('wake' in parked)) return 'waits';
					state = resumeWait(program, state, parked.wake);
				}
			}
		}
	}

	return {
		go,
		ref,
		/** The wait's time is over. */
		async timeOut() {
			state = resumeWait(program, state, await settle(db(), ref()));
			return go();
		},
		/** The row was woken: what Temporal would be told. */
		async wake() {
			const { wake } = await loadEnrollment(db(), enrollmentId);
			if (!wake) throw new Error('nothing has woken it');
			state = resumeWait(program, state, wake);
			return go();
		},
		row: () => loadEnrollment(db(), enrollmentId),
	};
}
