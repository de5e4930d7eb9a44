import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { GET } from '@/app/api/journey.schema.json/route';
import { NODES } from '.';

const demo = new URL('../demo/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, demo), 'utf8'));
const files = readdirSync(demo).filter((name) => name.endsWith('.json'));

describe('the JSON Schema of journeys as files', async () => {
	const served = await (await GET()).json();
	// Read back by what reads JSON Schema, not by what wrote it.
	const schema = z.fromJSONSchema(served);

	test('is served as what it is', async () => {
		expect(GET().headers.get('content-type')).toBe('application/schema+json');
		expect(served.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
	});

	test.each(files)('accepts the demo’s %s', (name) => {
		expect(schema.safeParse(read(name)).error?.issues ?? []).toEqual([]);
	});

	test('knows the configuration of every node type, with the words of its form', () => {
		const types = served.properties.nodes.items.anyOf.map(
			(one: { properties: { type: { const: string } } }) => one.properties.type.const,
		);
		expect(types).toEqual(NODES.map((node) => node.type));
		const wait = served.properties.nodes.items.anyOf[types.indexOf('wait-for-event')];
		expect(wait).toMatchObject({
			title: 'Wait for an event',
			properties: { config: { required: ['events', 'timeout'] } },
		});
		expect(wait.properties.config.properties.lateness).toMatchObject({
			title: 'Grace for late events',
			default: 'PT1S',
		});
	});

	test('holds nothing that only the forms of the editor need', () => {
		expect(JSON.stringify(served)).not.toMatch(/"(help|placeholder|itemLabel|subjects|advanced)":/);
	});

	test.each([
		['another format', (file: ReturnType<typeof read>) => ({ ...file, format: 'parcours/journey@9' })],
		['no name', ({ name: _name, ...file }: ReturnType<typeof read>) => file],
		[
			'an unknown node type',
			(file: ReturnType<typeof read>) => ({ ...file, nodes: [{ id: 'a', type: 'send-pigeon', config: {} }] }),
		],
		[
			'a duration in words',
			(file: ReturnType<typeof read>) => ({
				...file,
				nodes: [{ id: 'a', type: 'wait', config: { until: { kind: 'duration', duration: '3 days' } } }],
			}),
		],
		['an edge without a port', (file: ReturnType<typeof read>) => ({ ...file, edges: [{ from: 'a', to: 'b' }] })],
	])('refuses %s', (_what, change) => {
		expect(schema.safeParse(change(read('abandoned-basket.json'))).success).toBe(false);
	});
});
