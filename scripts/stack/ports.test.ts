import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { checkPorts, freePorts, isFree } from './ports';

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

async function taken(host: string): Promise<number> {
	const [port = 0] = await freePorts(1);
	server = createServer();
	await new Promise<void>((resolve) => server?.listen(port, host, resolve));
	return port;
}

test.each(['127.0.0.1', '0.0.0.0'])('a port that somebody holds on %s is not free', async (host) => {
	expect(await isFree(await taken(host))).toBe(false);
});

test('a taken port is named, with who holds it and the flag that changes it', async () => {
	const port = await taken('127.0.0.1');
	const wanted = checkPorts([{ port, what: 'the web app', flag: '--port' }]);
	await expect(wanted).rejects.toThrow(
		new RegExp(
			`^Port ${port}, wanted for the web app, is taken by process ${process.pid} \\(.*\\)\\. Choose another with --port PORT\\.$`,
		),
	);
});

test('every taken port is named at once, and one that is wanted twice', async () => {
	const port = await taken('127.0.0.1');
	const [free = 0] = await freePorts(1);
	const wanted = checkPorts([
		{ port, what: 'the web app', flag: '--port' },
		{ port: free, what: 'Postgres', flag: '--postgres-port' },
		{ port: free, what: 'Temporal', flag: '--temporal-port' },
	]);
	await expect(wanted).rejects.toThrow(
		new RegExp(
			`Port ${port}, wanted for the web app[\\s\\S]*Port ${free} is wanted twice, for Postgres and for Temporal\\. Change one with --postgres-port or --temporal-port\\.`,
		),
	);
});

test('free ports are free, and different', async () => {
	const ports = await freePorts(4);
	expect(new Set(ports).size).toBe(4);
	await expect(checkPorts(ports.map((port) => ({ port, what: 'x', flag: '--x' })))).resolves.toBeUndefined();
});
