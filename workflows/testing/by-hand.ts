import { db } from '../../db/client';
import { finish, loadEnrollment, park, settle } from '../../db/enrollments';
import { loadVersion } from '../../db/versions';
import {
	type Ahead,
	type Command,
	type EffectResult,
	next,
	resumeEffect,
	resumeWait,
	type Wake,
} from '../../lib/machine';
import { dispatchOnce } from '../dispatcher';
import { perform } from '../effect';
import { loadRuns } from '../runs';
import type { Fixtures } from './fixtures';

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

	/** Performs an effect; what it answered is not carried into the state yet. */
	async function act({ node, visit, type }: Command & { do: 'effect' }) {
		const run = runs.get(type);
		if (!run) throw new Error(`no run of ${type}`);
		return perform(db(), run, { ...ref(), node, visit, type }, 1);
	}

	function afterEffect(result: EffectResult | Ahead) {
		state = 'ahead' in result ? result.ahead : resumeEffect(program, state, result);
	}

	function afterWait(wake: Wake | Ahead) {
		state = 'ahead' in wake ? wake.ahead : resumeWait(program, state, wake);
	}

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
				case 'effect':
					afterEffect(await act(command));
					break;
				case 'park': {
					const parked = await park(db(), ref(), command);
					if ('fireAt' in parked) return 'waits';
					afterWait('wake' in parked ? parked.wake : parked);
				}
			}
		}
	}

	return {
		go,
		ref,
		/** Performs the effect it is at, as a worker that dies before it can go on. */
		async effect() {
			const { command } = next(program, state);
			if (command.do !== 'effect') throw new Error(`it is at a ${command.do}`);
			return act(command);
		},
		/** The wait's time is over. */
		async timeOut() {
			afterWait(await settle(db(), ref()));
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

/** Lets an event in, and carries the enrollment that it starts to its first wait, or to its end. */
export async function enter(h: Fixtures, customerId: string, ...event: Tail<Parameters<Fixtures['event']>>) {
	const hand = await start(h, customerId, ...event);
	await hand.go();
	return hand;
}

/** Lets an event in; the enrollment that it starts stands at its first step. */
export async function start(h: Fixtures, customerId: string, ...event: Tail<Parameters<Fixtures['event']>>) {
	await hear(h, customerId, ...event);
	const newest = (await h.enrollmentsOf(customerId)).at(-1);
	if (!newest) throw new Error(`${event[0]} started nothing`);
	return byHand(newest.id);
}
type Tail<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;

/** Takes events in and decides them. */
export async function hear(h: Fixtures, customerId: string, ...event: Tail<Parameters<Fixtures['event']>>) {
	const row = await h.event(customerId, ...event);
	await dispatchAll();
	return row;
}

const UNITS = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
/** So much before now, UTC epoch ms: `ago(2, 'h')`. */
export function ago(amount: number, unit: keyof typeof UNITS): number {
	return Date.now() - amount * UNITS[unit];
}

/** Quiet hours, in UTC, that hold now whatever the time: from the hour before until so many full hours later. */
export function quietNow(hours: number) {
	const hour = (offset: number) => `${String((new Date().getUTCHours() + offset + 24) % 24).padStart(2, '0')}:00`;
	return { from: hour(-1), to: hour(hours), days: [], bankHolidays: null };
}
