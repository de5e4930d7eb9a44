import { expect, test } from 'vitest';
import { graph } from './graph';
import { operationsIn, usesOf } from './operation-uses';

const isIt = (value: string) => ({ type: 'property', of: 'event', path: 'operation_id', op: 'equals', value });
const drawn = (settings: object, trigger: object = {}, when: object = { type: 'lifecycle', stages: ['loyal'] }) =>
	graph.parse({
		nodes: [
			{ id: 't', type: 'event-trigger', config: { event: 'Store Entered', ...trigger } },
			{ id: 'c', type: 'condition', config: { branches: [{ port: 'yes', when }] } },
		],
		edges: [{ from: 't', port: 'started', to: 'c' }],
		settings,
	});

test('a journey uses an operation that it is tied to, starts with, asks for or hears the end of', () => {
	const asks = { type: 'operation', operationId: 'sales', running: true };
	const starts = (id: string) => ({ event: 'Operation Started', where: { type: 'all', rules: [isIt(id)] } });
	const ended = (where?: object) => ({ exits: [{ event: 'Operation Ended', where, outcome: 'over' }] });
	expect(usesOf(drawn({ operation: 'sales' }), 'sales')).toEqual(['during']);
	expect(usesOf(drawn({}, starts('sales')), 'sales')).toEqual(['starts']);
	expect(usesOf(drawn({}, starts('easter')), 'sales')).toEqual([]);
	expect(usesOf(drawn({}, {}, { type: 'none', rules: [asks] }), 'sales')).toEqual(['branches']);
	expect(usesOf(drawn(ended(isIt('sales'))), 'sales')).toEqual(['stops']);
	// One that names none hears of every one.
	expect(usesOf(drawn(ended()), 'sales')).toEqual(['stops']);
	expect(usesOf(drawn(ended(isIt('easter'))), 'sales')).toEqual([]);
});

test('what a drawing names is told with where it does so, also what nobody chose yet', () => {
	expect(operationsIn(drawn({ operation: 'sales' }, { event: 'Operation Started', where: isIt('') }))).toEqual([
		{ operationId: 'sales', field: 'settings.operation' },
		{ operationId: '', nodeId: 't' },
	]);
	expect(operationsIn(drawn({ exits: [{ event: 'Operation Ended', where: isIt('x') }] }))).toEqual([
		{ operationId: 'x', field: 'settings.exits.0.where' },
	]);
});
