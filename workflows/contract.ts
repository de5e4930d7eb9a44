import type { Ahead, EffectResult, Ending, Park, ParkAnswer, State, Wake } from '../lib/machine';
import type { Program } from '../lib/program';

/** The only workflow: one customer's way through one journey version. */
export const JOURNEY_WORKFLOW = 'journey';
export const WAKE_SIGNAL = 'wake';

/** Opaque ids only: entry keys may be personal. `run` grows when ops retry. */
export function workflowId(enrollmentId: string, run: number): string {
	return `enrollment/${enrollmentId}/${run}`;
}

/** A wait that ended, delivered to the workflow that is parked in it. */
export type Delivery = { waitSeq: number; wake: Wake };

export type JourneyInput = {
	enrollmentId: string;
	run: number;
	program: Program;
	state: State;
	/** Deliveries that came while the run before was ending (continue-as-new). */
	inbox: Delivery[];
};

export type Ref = { enrollmentId: string; run: number; state: State };
export type ParkInput = Ref & { park: Park };
export type EffectInput = Ref & { node: string; visit: number; type: string };
export type FinishInput = Ref & { ending: Ending };

/** Bookkeeping and pure decisions: short, local, repeatable. */
export type LocalActivities = {
	park: (input: ParkInput) => Promise<ParkAnswer>;
	settle: (input: Ref) => Promise<Wake | Ahead>;
	finish: (input: FinishInput) => Promise<void>;
	decide: (input: EffectInput) => Promise<EffectResult | Ahead>;
};
/** Effects on the world, by node type: Temporal shows their real names. */
export type EffectActivity = (input: EffectInput) => Promise<EffectResult | Ahead>;
