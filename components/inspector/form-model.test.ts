import { expect, test } from 'vitest';
import { z } from 'zod';
import { journeySettings } from '@/lib/graph';
import { NODES } from '@/nodes';
import { formOf } from './form-model';

test.each(NODES.map((node) => [node.type, node] as const))(
	'the form of “%s” can be generated, and every field says what it is',
	(_type, node) => {
		const form = formOf(node.schema);
		expect(form.kind).toBe('object');
		if (form.kind === 'object')
			for (const field of form.fields) expect(field.meta.label ?? field.meta.hidden, field.name).toBeDefined();
	},
);

test('the form of a journey’s settings can be generated', () => {
	expect(
		formOf(journeySettings.pick({ kind: true, priority: true, outranked: true, exits: true, maxLateness: true })).kind,
	).toBe('object');
});

test('what is said outside of an optional field wins over what is said inside', () => {
	const inner = z.string().meta({ label: 'inner', help: 'kept' });
	expect(formOf(inner.optional().meta({ label: 'outer' }))).toMatchObject({
		kind: 'text',
		optional: true,
		meta: { label: 'outer', help: 'kept' },
	});
});

test('a schema without a control is a mistake of the node, named', () => {
	expect(() => formOf(z.object({ when: z.date() }))).toThrow('no control for when');
});
