import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { StackError } from './errors';
import type { DataPaths } from './paths';
import { birthOf, isSame, stopStray } from './process';

export const PART_NAMES = ['postgres', 'temporal', 'outbox', 'worker', 'web'] as const;
export type PartName = (typeof PART_NAMES)[number];

const processId = z.object({ pid: z.number(), born: z.string() });
const recorded = z.array(processId.extend({ name: z.enum(PART_NAMES) }));
const lock = processId.extend({ url: z.string() });

/** Whoever uses Postgres goes before it. */
const stopOrder = (a: { name: PartName }, b: { name: PartName }) =>
	PART_NAMES.indexOf(b.name) - PART_NAMES.indexOf(a.name);

function read<T>(file: string, schema: z.ZodType<T>): T | undefined {
	try {
		return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
	} catch {
		// Not there, or cut short by a crash: either way it says nothing.
		return undefined;
	}
}

/**
 * The processes of one stack: written down, so that the next launcher finds what a killed one left, and told to a guard
 * that stops them as soon as this launcher is gone, however it went.
 */
export type Registry = {
	add(name: PartName, pid: number): void;
	remove(pid: number): void;
	close(): void;
};

// Reads the current list of process groups, one list a line, in the order to stop them. The end of its input means that
// the launcher has died. SIGINT is what Postgres calls a fast shutdown; the others take it as well.
const GUARD = `
pids=
while read -r line; do pids=$line; done
for pid in $pids; do
	kill -INT -"$pid" 2>/dev/null || continue
	n=0
	while [ $n -lt 100 ] && kill -0 -"$pid" 2>/dev/null; do sleep 0.1; n=$((n + 1)); done
	kill -KILL -"$pid" 2>/dev/null
done
`;

export function openRegistry(paths: DataPaths): Registry {
	const running = new Map<number, { name: PartName; pid: number; born: string }>();
	const guard = spawn('/bin/sh', ['-c', GUARD], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' });
	guard.unref();
	// A guard that somebody killed is not missed: the file is read at the next start.
	guard.on('error', () => {});
	guard.stdin.on('error', () => {});

	const changed = () => {
		const list = [...running.values()].sort(stopOrder);
		writeFileSync(paths.processes, JSON.stringify(list));
		guard.stdin.write(`${list.map(({ pid }) => pid).join(' ')}\n`);
	};
	return {
		add(name, pid) {
			running.set(pid, { name, pid, born: birthOf(pid) ?? '' });
			changed();
		},
		remove(pid) {
			running.delete(pid);
			changed();
		},
		close() {
			guard.stdin.end('\n');
			rmSync(paths.processes, { force: true });
		},
	};
}

/** @throws StackError while another process runs a stack on this data. */
export function checkUnlocked(paths: DataPaths): void {
	const holder = read(paths.lock, lock);
	if (holder && isSame(holder)) {
		throw new StackError(
			`Parcours already runs on this data, at ${holder.url} (process ${holder.pid}). Stop it with Ctrl-C where it was started, or: kill ${holder.pid}`,
		);
	}
}

/**
 * Makes this process the only one that runs a stack on this data.
 *
 * @throws StackError while another one does.
 */
export function takeLock(paths: DataPaths, url: string): () => void {
	checkUnlocked(paths);
	rmSync(paths.lock, { force: true });
	const mine = { pid: process.pid, born: birthOf(process.pid) ?? '', url };
	// Of two that find no holder at the same time, one fails here.
	writeFileSync(paths.lock, JSON.stringify(mine), { flag: 'wx' });
	return () => rmSync(paths.lock, { force: true });
}

/** Stops what a launcher that was killed left running. Returns the names of what it found. */
export async function stopLeftovers(paths: DataPaths): Promise<PartName[]> {
	if (!existsSync(paths.processes)) return [];
	const strays = (read(paths.processes, recorded) ?? []).filter(isSame).sort(stopOrder);
	for (const stray of strays) await stopStray(stray, 'SIGINT', 10_000);
	rmSync(paths.processes, { force: true });
	return strays.map(({ name }) => name);
}
