import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { say } from '@/lib/text';
import { NODES, nodeType } from '.';

const here = new URL('./', import.meta.url);
const at = (file: string) => new URL(file, here);
const folders = readdirSync(here).filter((name) => existsSync(at(`${name}/node.ts`)));

test('every folder with a node.ts is registered, under the name of its folder', async () => {
	expect(NODES.map((node) => node.type).sort()).toEqual(folders.sort());
	for (const folder of folders) expect((await import(`./${folder}/node.ts`)).default.type).toBe(folder);
});

test('a type is found by its name, and an unknown one is not', () => {
	for (const node of NODES) expect(nodeType(node.type)).toBe(node);
	expect(nodeType('send-pigeon')).toBeUndefined();
});

describe.each(NODES.map((node) => [node.type, node] as const))('%s', (type, node) => {
	const said = (words: Parameters<typeof say>[0]) => [say(words, 'en').trim(), say(words, 'fr').trim()];

	test('is described in English and in French', () => {
		for (const words of [...said(node.label), ...said(node.description)]) expect(words).not.toBe('');
		const [en, fr] = said(node.description);
		expect(fr).not.toBe(en);
	});

	test('can be drawn from the first moment, and from nothing', () => {
		for (const config of [node.defaults, {}, { branches: null, events: 'none', until: 3, timeout: {}, store: [] }])
			for (const locale of ['en', 'fr'] as const) {
				const { ports, summary } = node.draw(config, locale);
				expect(summary).not.toMatch(/undefined|null|NaN|object/);
				for (const port of ports) expect(say(port.label, locale)).not.toBe('');
			}
	});

	test('has exits with names of their own', () => {
		const ids = node.draw(node.defaults, 'en').ports.map((port) => port.id);
		expect(new Set(ids).size).toBe(ids.length);
		if (node.kind !== 'exit') expect(ids).not.toEqual([]);
	});

	test('has a run.ts when, and only when, it acts', async () => {
		const source = (await import(`./${type}/node.ts`)).default;
		const acts = source.compile(source.defaults)?.op === 'act';
		expect(existsSync(at(`${type}/run.ts`))).toBe(acts);
		if (acts) expect((await import(`./${type}/run.ts`)).default).toBeTypeOf('function');
	});
});
