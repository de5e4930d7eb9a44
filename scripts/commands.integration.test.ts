import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ROOT } from './stack/paths';
import { freePorts } from './stack/ports';

// Real processes, as somebody at a terminal would start them.

let dir: string;
beforeAll(() => {
	dir = mkdtempSync(path.join(tmpdir(), 'parcours-commands-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

type Ended = { code: number | null; said: string };

/** Runs a command with nothing of this process's configuration, and nobody at the keyboard unless `input` says something. */
function run(script: string, args: string[], env: Record<string, string> = {}, input = ''): Promise<Ended> {
	const { PATH, HOME } = process.env;
	const [, , ...node] = script.endsWith('.mjs') ? ['', '', script] : ['', '', '--import', 'tsx', script];
	const child = spawn(process.execPath, [...node, ...args], {
		cwd: ROOT,
		env: { NODE_ENV: 'test', PATH, HOME, ...env },
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	child.stdin.end(input);
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
	return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}

const STACK = /^\s+at .+:\d+:\d+/m;

/** Ports that nobody has, so that a start which should have stopped would not meet the developer's own. */
const start = (args: string[], env: Record<string, string> = {}, input = '') =>
	run('scripts/start.mjs', ['--data', dir, ...args], env, input);

const COMMANDS = [
	'start.mjs',
	'setup.ts',
	'migrate.ts',
	'build.ts',
	'serve.ts',
	'import.ts',
	'journey.ts',
	'demo-traffic.ts',
	'histories.ts',
].map((name) => `scripts/${name}`);

describe.each(COMMANDS)('%s', (script) => {
	test('names a flag that it does not know, and how it is used', async () => {
		const { code, said } = await run(script, ['--nope']);
		expect(said).toMatch(/^Unknown option '--nope'\.\n\nnpm /);
		expect(said).not.toMatch(STACK);
		expect(code).toBe(1);
	});
});

describe('npm start', () => {
	test('says how it is used', async () => {
		const { code, said } = await start(['--help']);
		expect(said).toMatch(/^npm start \[-- options\]/);
		expect(code).toBe(0);
	});
	test.each([
		[{ PORT: 'abc' }, 'PORT must be a whole number from 1 to 65535; it is “abc”. For example: PORT=3000'],
		[{ DATABASE_URL: 'foo' }, 'DATABASE_URL must be a URL that starts with postgres://'],
		[{ SMTP_URL: 'x' }, 'SMTP_URL must be a URL that starts with smtp:// or smtps://. For example: SMTP_URL=smtp://'],
		[{ TWILIO_ACCOUNT_SID: 'AC1' }, 'TWILIO_AUTH_TOKEN is not set, but TWILIO_ACCOUNT_SID is. For example: '],
		[{ TEMPORAL_ADDRESS: 'http://x' }, 'TEMPORAL_ADDRESS must be a host and a port, without http://. For example: '],
	])('with %o names the variable, what is wrong and an example, and starts nothing', async (env, problem) => {
		const { code, said } = await start([], env);
		expect(said).toContain(problem);
		expect(said).not.toMatch(STACK);
		expect(code).toBe(1);
		expect(readdirSync(dir)).not.toContain('postgres');
	});
	test('names a taken port and the flag that changes it', async () => {
		const [web = 0, ...others] = await freePorts(6);
		const flags = ['--postgres-port', '--temporal-port', '--temporal-ui-port', '--smtp-port', '--outbox-port'];
		const ports = flags.flatMap((flag, index) => [flag, String(others[index])]);
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(web, '127.0.0.1', resolve));
		const { code, said } = await start(['--port', String(web), ...ports]);
		server.close();
		expect(said).toMatch(
			new RegExp(
				`^Port ${web}, wanted for the web app, is taken by process ${process.pid} .*Choose another with --port PORT`,
			),
		);
		expect(code).toBe(1);
		expect(readdirSync(dir)).not.toContain('lock.json');
	});
	test('does not empty the data where nobody says yes', async () => {
		const { code, said } = await start(['--fresh']);
		expect(said).toContain('Nothing was removed. Where nobody can answer: --fresh --yes');
		expect(code).toBe(0);
		expect((await start(['--fresh'], {}, 'no\n')).said).toContain('Nothing was removed.');
		expect(readdirSync(dir)).toContain('secrets.json');
	});
});

describe('npm run setup', () => {
	const env = () => ({
		DATABASE_URL: inject('templateUrl').replace(/[^/]+$/, new URL(process.env.DATABASE_URL ?? '').pathname.slice(1)),
		PARCOURS_URL: 'http://localhost:3000',
		BETTER_AUTH_SECRET: 'x'.repeat(32),
	});
	test('creates the first owner, and shows her password and the keys once', async () => {
		const { code, said } = await run('scripts/setup.ts', ['--email', 'ada@example.com'], env(), 'Ada\n');
		expect(said).toMatch(/ada@example\.com can sign in with \S{16}\.\nWrite key: {2}pwk_\S+\nSecret key: psk_\S+/);
		expect(code).toBe(0);
		const again = await run('scripts/setup.ts', ['--email', 'ADA@example.com', '--name', 'Ada'], env());
		expect(again).toEqual({ code: 1, said: 'ADA@example.com is a member already. Nothing was changed.\n' });
	});
	test.each([
		[['--email', 'nobody', '--name', 'A'], '“nobody” is not an email address (--email).'],
		[['--email', 'a@b.co', '--name', ' '], 'The name is empty (--name).'],
		[['--email', 'a@b.co', '--name', 'A', '--password', 'short'], 'The password must have 10 to 128 characters'],
		[[], 'Nobody answers. Say it with --email ADDRESS.'],
	])('with %j says what is wrong', async (args, problem) => {
		const { code, said } = await run('scripts/setup.ts', args, env());
		expect(said).toContain(problem);
		expect(said).not.toMatch(STACK);
		expect(code).toBe(1);
	});
	test.each([
		['postgres://nobody@127.0.0.1:1/none', '127.0.0.1:1/none, does not answer: connect ECONNREFUSED'],
		['wrong password', 'refuses: password authentication failed for user "parcours"'],
	])('on a database that cannot be had (%s) says so', async (url, problem) => {
		const wrong = new URL(inject('templateUrl'));
		wrong.password = 'wrong';
		const DATABASE_URL = URL.canParse(url) ? url : wrong.href;
		const { code, said } = await run('scripts/migrate.ts', [], { ...env(), DATABASE_URL });
		expect(said).toContain(problem);
		expect(said).not.toMatch(STACK);
		expect(said).not.toContain('wrong');
		expect(code).toBe(1);
	});
});

test('npm run serve does not start a worker whose Temporal profile is not there', async () => {
	const { code, said } = await run('scripts/serve.ts', ['worker'], {
		DATABASE_URL: 'postgres://parcours@127.0.0.1:1/parcours',
		PARCOURS_URL: 'http://localhost:3000',
		BETTER_AUTH_SECRET: 'x'.repeat(32),
		TEMPORAL_PROFILE: 'nope',
	});
	expect(said).toContain("The variables TEMPORAL_… or the profile they name are not right: Profile 'nope' not found");
	expect(said).not.toMatch(STACK);
	expect(code).toBe(1);
});

test('npm run demo:traffic says which installation it could speak to', async () => {
	const { code, said } = await run('scripts/demo-traffic.ts', [], {
		PARCOURS_CREDENTIALS: path.join(dir, 'none.json'),
	});
	expect(said).toBe('Name the installation with --url and --key, or start one here: npm start\n');
	expect(code).toBe(1);
});
