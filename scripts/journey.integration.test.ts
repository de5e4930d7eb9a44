import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { GET as pull } from '@/app/v1/journeys/[id]/route';
import { GET as list, POST as push } from '@/app/v1/journeys/route';
import { createKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { journeyFile } from '@/lib/graph';

vi.mock('next/headers', () => import('@/auth/testing/next-headers'));
vi.mock('next-intl/server', () => import('@/auth/testing/next-intl-server'));

const folder = mkdtempSync(path.join(tmpdir(), 'parcours-journey-'));
const root = path.dirname(import.meta.dirname);
let server: Server;
let url: string;
let key: string;

// The command speaks to the routes themselves, over a real port, without Next around them.
beforeAll(async () => {
	key = await createKey(db(), { kind: 'secret', name: 'test' });
	server = createServer(async (incoming, outgoing) => {
		const { url: target = '', method = 'GET', headers } = incoming;
		const body = await text(incoming);
		const request = new Request(`http://localhost${target}`, {
			method,
			headers: { authorization: headers.authorization ?? '' },
			...(body === '' ? {} : { body }),
		});
		const id = decodeURIComponent(target.split('/')[3] ?? '');
		const answer =
			method === 'POST'
				? await push(request)
				: id
					? await pull(request, { params: Promise.resolve({ id }) })
					: await list(request);
		outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(async () => {
	rmSync(folder, { recursive: true, force: true });
	await new Promise((resolve) => server.close(resolve));
});

/** `npm run journey -- …`, and what it printed. Not in this process: the server answers from here. */
async function journey(...args: string[]) {
	return journeyBy(key, ...args);
}

async function journeyBy(secret: string, ...args: string[]) {
	const child = spawn(
		process.execPath,
		['--import', 'tsx', 'scripts/journey.ts', ...args, '--url', url, '--key', secret],
		{ cwd: root },
	);
	const [stdout, stderr, code] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		new Promise<number | null>((resolve) => child.once('exit', resolve)),
	]);
	return { code, stdout, stderr };
}

function file(name: string, change: object = {}): string {
	const drawn = {
		format: 'parcours/journey@1',
		name: 'Welcome',
		nodes: [
			{ id: 'visit', type: 'event-trigger', config: { event: 'Store Entered' } },
			{ id: 'later', type: 'wait', config: { until: { kind: 'duration', duration: 'PT1H' } } },
		],
		edges: [{ from: 'visit', port: 'started', to: 'later' }],
		...change,
	};
	const target = path.join(folder, name);
	writeFileSync(target, JSON.stringify(drawn));
	return target;
}
const wordy = [
	{ id: 'visit', type: 'event-trigger', config: { event: 'Store Entered' } },
	{ id: 'later', type: 'wait', config: { until: { kind: 'duration', duration: 'an hour' } } },
];

describe('validate', () => {
	test('says that a good file can be published', async () => {
		const { code, stdout } = await journey('validate', file('good.json'));
		expect(stdout).toMatch(/good\.json can be published/);
		expect(code).toBe(0);
	});

	test('names the node and the field of a value that is wrong', async () => {
		const { code, stdout } = await journey('validate', file('wordy.json', { nodes: wordy }));
		expect(stdout).toMatch(/^error {2}later\.until\.duration {2}use an ISO 8601 duration, for example/m);
		expect(code).toBe(1);
	});

	test('names the place in a file that is not of the format', async () => {
		const { code, stderr } = await journey(
			'validate',
			file('shape.json', { name: '', edges: [{ from: 'visit', to: 'later' }] }),
		);
		expect(stderr).toMatch(/shape\.json is not a journey:\n {2}edges\.0\.port: .+\n {2}name: /);
		expect(code).toBe(1);
	});

	test('says which file is missing or not JSON, without a stack', async () => {
		const broken = path.join(folder, 'broken.json');
		writeFileSync(broken, '{ "name": ');
		for (const [target, what] of [
			[broken, 'is not JSON'],
			[path.join(folder, 'nowhere.json'), 'cannot be read'],
		] as const) {
			const { code, stderr } = await journey('validate', target);
			expect(stderr).toContain(`${target} ${what}`);
			expect(stderr).not.toContain('    at ');
			expect(code).toBe(1);
		}
	});
});

describe('push and pull', () => {
	let id = '';

	test('a file becomes a draft, and with --publish a version of the same journey', async () => {
		const draft = await journey('push', file('welcome.json'));
		expect(draft.stdout).toMatch(/^[0-9a-f-]{36} saved as a draft\n$/);
		id = draft.stdout.slice(0, 36);
		const published = await journey('push', file('welcome.json'), '--publish');
		expect(published).toMatchObject({ code: 0, stdout: `${id} published as version 1\n` });
	});

	test('what cannot be published is kept as a draft, and every problem names its node and field', async () => {
		const { code, stdout } = await journey('push', file('wordy.json', { nodes: wordy }), '--publish');
		expect(stdout).toMatch(/^error {2}later\.until\.duration {2}/m);
		expect(stdout).toContain(`${id} saved as a draft`);
		expect(code).toBe(1);
		await journey('push', file('welcome.json'));
	});

	test('a pulled file is the journey, says where its schema is, and can be pushed again', async () => {
		const target = path.join(folder, 'pulled.json');
		expect((await journey('pull', id, target)).code).toBe(0);
		const pulled = JSON.parse(readFileSync(target, 'utf8'));
		expect(pulled.$schema).toBe('http://localhost:3000/api/journey.schema.json');
		expect(Object.keys(pulled).slice(0, 4)).toEqual(['$schema', 'format', 'name', 'description']);
		const pushed = journeyFile.parse(JSON.parse(readFileSync(file('welcome.json'), 'utf8')));
		expect(journeyFile.parse(pulled)).toEqual({ ...pushed, $schema: pulled.$schema });
		expect((await journey('push', target)).stdout).toBe(`${id} saved as a draft\n`);
	});

	test('a journey that does not exist, and a key that does not open, are said in a sentence', async () => {
		expect((await journey('pull', 'nope')).stderr).toBe('refused (404): there is no journey nope\n');
		const { code, stderr } = await journeyBy('psk_invented', 'push', file('welcome.json'));
		expect(stderr).toMatch(/^refused \(401\): send the secret key .+\n$/);
		expect(code).toBe(1);
	});
});

test('an option that does not exist is answered with those that do', async () => {
	const { code, stderr } = await journey('push', 'x.json', '--publsh');
	expect(stderr).toMatch(/--publsh[\s\S]*npm run journey -- push FILE\.json \[--publish\]/);
	expect(code).toBe(1);
});
