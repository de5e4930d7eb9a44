import {
	condition,
	continueAsNew,
	defineSignal,
	proxyActivities,
	proxyLocalActivities,
	setHandler,
	workflowInfo,
} from '@temporalio/workflow';
import { type Ahead, type Command, next, resumeEffect, resumeWait, type State, type Wake } from '../lib/machine';
import { type Delivery, type EffectActivity, type JourneyInput, type LocalActivities, WAKE_SIGNAL } from './contract';

const wakeSignal = defineSignal<[Delivery]>(WAKE_SIGNAL);

// Bookkeeping is idempotent and short: local, without a server round trip, retried until the database is back.
const local = proxyLocalActivities<LocalActivities>({
	startToCloseTimeout: '20s',
	localRetryThreshold: '20s',
	retry: { initialInterval: '100ms', maximumInterval: '10s' },
});

// Effects that a repeat does not double (decisions, vouchers, what goes through the send ledger) run here, too: what a step
// costs is Temporal's tasks. Tried again with growing pauses; a pause that is long is a timer of the workflow.
const here = proxyLocalActivities<Pick<LocalActivities, 'decide'>>({
	startToCloseTimeout: '60s',
	localRetryThreshold: '20s',
	retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

// All others; the wrapper decides after how many tries a step has failed.
const effects = proxyActivities<Record<string, EffectActivity>>({
	startToCloseTimeout: '60s',
	heartbeatTimeout: '8s',
	retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/** Carries one customer through one journey version. All meaning is in lib/machine; this only performs its commands. */
export async function journey(input: JourneyInput): Promise<void> {
	const inbox = [...input.inbox];
	setHandler(wakeSignal, (delivery) => {
		inbox.push(delivery);
	});

	const { enrollmentId, run, program } = input;
	let state = input.state;
	for (;;) {
		const step = next(program, state);
		state = step.state;
		const command = step.command;
		switch (command.do) {
			case 'end':
				await local.finish({ enrollmentId, run, state, ending: command.ending });
				return;
			case 'effect': {
				const result = await perform(command, state);
				state = 'ahead' in result ? result.ahead : resumeEffect(program, state, result);
				break;
			}
			case 'park': {
				const wake = await wait(command, state);
				state = 'ahead' in wake ? wake.ahead : resumeWait(program, state, wake);
				break;
			}
		}
		if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof journey>({ ...input, state, inbox });
	}

	async function perform(command: Command & { do: 'effect' }, at: State) {
		const effect = { enrollmentId, run, state: at, node: command.node, visit: command.visit, type: command.type };
		if (command.local) return here.decide(effect);
		const act = effects[command.type];
		if (!act) throw new Error(`no activity ${command.type}`);
		return act(effect);
	}

	async function wait(command: Command & { do: 'park' }, at: State): Promise<Wake | Ahead> {
		const ref = { enrollmentId, run, state: at };
		const parked = await local.park({
			...ref,
			park: { for: command.for, node: command.node, visit: command.visit, until: command.until },
		});
		if ('wake' in parked) return parked.wake;
		if ('ahead' in parked) return parked;

		const delivered = () => inbox.find((d) => d.waitSeq === at.waitSeq);
		if (parked.fireAt === null) {
			await condition(() => delivered() !== undefined);
		} else {
			// Never condition(fn, 0): it means “no timeout”.
			const left = parked.fireAt - Date.now();
			if (left > 0) await condition(() => delivered() !== undefined, left);
		}
		const delivery = delivered();
		// What is older than the wait that just ended can never be read again.
		inbox.splice(0, inbox.length, ...inbox.filter((d) => d.waitSeq > at.waitSeq));
		return delivery ? delivery.wake : local.settle(ref);
	}
}
