import { z } from 'zod';
import { meaningOf } from './compile';
import { type Rule, rule } from './condition';
import type { Graph } from './graph';
import { equalityIn, type Listens } from './without-customer';

/** What a journey does on an operation: is tied to it, starts on it, branches on it, or hears its start or its end. */
export const OPERATION_USES = ['during', 'starts', 'branches', 'stops'] as const;
export type OperationUse = (typeof OPERATION_USES)[number];

type Named = { operationId: string } & ({ nodeId: string } | { field: string });

/** The ids of the operations that a drawing names, each with where it does so first. */
export function operationsIn({ nodes, settings }: Graph): Named[] {
	const named = [
		...(settings.operation ? [{ operationId: settings.operation, field: 'settings.operation' }] : []),
		...settings.exits.flatMap((exit, index) =>
			[...testedIn(exit), ...heardIn(exit)].map((operationId) => ({
				...{ operationId, field: `settings.exits.${index}.where` },
			})),
		),
		...nodes.flatMap(({ id, config }) =>
			[...testedIn(config), ...heardIn(config)].map((operationId) => ({ operationId, nodeId: id })),
		),
	];
	return named.filter(({ operationId }, index) => named.findIndex((one) => one.operationId === operationId) === index);
}

/** How a published journey uses an operation. A trigger or an exit that names none hears of every one. */
export function usesOf(graph: Graph, operationId: string): OperationUse[] {
	const { nodes, settings } = graph;
	const { entry, awaits } = meaningOf(graph);
	const hears = (name: string) => (listens: Listens) => listens.event === name && meansIt(listens.where, operationId);
	const awaited = [...awaits.values()].flatMap(({ listeners }) => listeners);
	const uses: Record<OperationUse, boolean> = {
		during: settings.operation === operationId,
		starts: hears('Operation Started')(entry),
		branches: [...settings.exits, ...nodes.map(({ config }) => config)].flatMap(testedIn).includes(operationId),
		stops: [...settings.exits, ...awaited].some(hears('Operation Ended')),
	};
	return OPERATION_USES.filter((use) => uses[use]);
}

/** Whether a filter lets an operation's event through, as far as the id says it. */
function meansIt(where: Rule | undefined, operationId: string): boolean {
	const test = where && equalityIn(where, 'operation_id');
	return !test || test.value === operationId;
}

/** Operations that rules ask for; rules may stand anywhere in a configuration. */
function testedIn(value: unknown): string[] {
	const test = tested.safeParse(value);
	return [...(test.success ? [test.data.operationId] : []), ...partsOf(value).flatMap(testedIn)];
}
const tested = z.object({ type: z.literal('operation'), operationId: z.string() });

/** Operations whose start or end is heard, by the filter on their id. */
function heardIn(value: unknown): string[] {
	const listens = listening.safeParse(value);
	const test = listens.success ? equalityIn(listens.data.where, 'operation_id') : undefined;
	return [...(typeof test?.value === 'string' ? [test.value] : []), ...partsOf(value).flatMap(heardIn)];
}
const listening = z.object({ event: z.enum(['Operation Started', 'Operation Ended']), where: rule });

function partsOf(value: unknown): unknown[] {
	return typeof value === 'object' && value !== null ? Object.values(value) : [];
}
