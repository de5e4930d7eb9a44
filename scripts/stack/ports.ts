import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { StackError } from './errors';

/** A port the stack is about to use, and how a person would change it. */
export type WantedPort = { port: number; what: string; flag: string };

function canBind(port: number, host: string): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', (error: NodeJS.ErrnoException) =>
			resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT'),
		);
		server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
	});
}

/** Nobody listens there, on this machine's own addresses or on all of them. */
export async function isFree(port: number): Promise<boolean> {
	for (const host of ['127.0.0.1', '::1', '0.0.0.0', '::']) if (!(await canBind(port, host))) return false;
	return true;
}

/** Processes by the inode of a socket they hold (Linux). */
function holderOnLinux(port: number): string | undefined {
	const hex = port.toString(16).toUpperCase().padStart(4, '0');
	const inodes = new Set<string>();
	for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
		try {
			for (const row of readFileSync(file, 'utf8').split('\n').slice(1)) {
				const [, local, , state, , , , , , inode] = row.trim().split(/\s+/);
				// 0A: listening.
				if (local?.endsWith(`:${hex}`) && state === '0A' && inode) inodes.add(`socket:[${inode}]`);
			}
		} catch {
			// No IPv6 here.
		}
	}
	for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
		try {
			for (const fd of readdirSync(`/proc/${pid}/fd`)) {
				if (!inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`))) continue;
				const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
				return `process ${pid} (${command.slice(0, 100)})`;
			}
		} catch {
			// Somebody else's process, or one that has just ended.
		}
	}
	return undefined;
}

/** Who listens on a port, as far as this user may know. */
export function portHolder(port: number): string | undefined {
	if (process.platform === 'linux') return holderOnLinux(port);
	const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { encoding: 'utf8' });
	const pid = /^p(\d+)/m.exec(stdout ?? '')?.[1];
	return pid && `process ${pid} (${/^c(.+)/m.exec(stdout ?? '')?.[1] ?? ''})`;
}

/**
 * Looks at every port before any is bound, so that a stack starts wholly or not at all.
 *
 * @throws StackError that names each taken port, who holds it and the flag that changes it.
 */
export async function checkPorts(wanted: readonly WantedPort[]): Promise<void> {
	const problems: string[] = [];
	for (const [index, { port, what, flag }] of wanted.entries()) {
		const twin = wanted.slice(0, index).find((other) => other.port === port);
		if (twin) {
			problems.push(
				`Port ${port} is wanted twice, for ${twin.what} and for ${what}. Change one with ${twin.flag} or ${flag}.`,
			);
		} else if (!(await isFree(port))) {
			const holder = portHolder(port);
			const why = port < 1024 ? 'taken, or not allowed to this user' : 'taken';
			problems.push(
				`Port ${port}, wanted for ${what}, is ${why}${holder ? ` by ${holder}` : ''}. Choose another with ${flag} PORT.`,
			);
		}
	}
	if (problems.length > 0) throw new StackError(problems.join('\n'));
}

/** Ports that are free now, below the range the system hands out to outgoing connections. */
export async function freePorts(count: number): Promise<number[]> {
	const found = new Set<number>();
	while (found.size < count) {
		const port = 15_000 + Math.floor(Math.random() * 15_000);
		if (await isFree(port)) found.add(port);
	}
	return [...found];
}

/** Waits until something accepts connections on 127.0.0.1. */
export async function untilListening(port: number, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		const accepted = await new Promise<boolean>((resolve) => {
			const socket = connect({ port, host: '127.0.0.1' });
			socket.once('connect', () => socket.end(() => resolve(true)));
			socket.once('error', () => resolve(false));
		});
		if (accepted) return;
		await sleep(50);
	}
}
