import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's unit of CPU times, `sysconf(_SC_CLK_TCK)`: 100 a second on every Linux in use. */
const TICK_MS = 10;

/** CPU milliseconds that a process and all below it have used so far. Linux only; 0 elsewhere. */
export function cpuOf(pid: number | undefined): number {
	const all = processes();
	const sum = (of: number): number =>
		(all.get(of)?.cpuMs ?? 0) +
		[...all].filter(([, { parent }]) => parent === of).reduce((ms, [id]) => ms + sum(id), 0);
	return pid === undefined ? 0 : sum(pid);
}

function processes(): Map<number, { parent: number; cpuMs: number }> {
	const found = new Map<number, { parent: number; cpuMs: number }>();
	for (const name of readable('/proc').filter((entry) => /^\d+$/.test(entry))) {
		try {
			const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
			// After the name, which is in parentheses and may hold anything: state, parent, …, utime (12th), stime (13th).
			const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
			const ticks = Number(fields[11]) + Number(fields[12]);
			found.set(Number(name), { parent: Number(fields[1]), cpuMs: ticks * TICK_MS });
		} catch {
			// It has ended meanwhile.
		}
	}
	return found;
}

function readable(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
