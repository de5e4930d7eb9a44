const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

export type Step = {
	/** What it is doing, for whoever waits. */
	note(text: string): void;
	done(text?: string): void;
	fail(text: string): void;
};

export type Progress = {
	step(name: string): Step;
	say(text: string): void;
};

/** Runs one part's work as a step: what it returns is said beside the time. */
export async function inStep(
	progress: Progress,
	name: string,
	work: (note: Step['note']) => Promise<string | undefined>,
): Promise<void> {
	const step = progress.step(name);
	try {
		step.done(await work(step.note));
	} catch (error) {
		step.fail('');
		throw error;
	}
}

/** For tests and benchmarks, which have their own output. */
export const silent: Progress = {
	step: () => ({ note: () => {}, done: () => {}, fail: () => {} }),
	say: () => {},
};

/**
 * One line a part when it is done. What is still going on is one transient line on a terminal; elsewhere (a log, CI) a
 * part that takes long says so now and then, so that nobody takes the wait for a hang.
 */
export function terminalProgress(out: NodeJS.WriteStream = process.stdout): Progress {
	const live = out.isTTY === true && process.env.TERM !== 'dumb';
	const running = new Map<string, { since: number; note: string; said: number }>();
	let timer: NodeJS.Timeout | undefined;

	const status = () =>
		[...running].map(([name, { since, note }]) => `${name}${note ? ` (${note})` : ''} ${seconds(since)}`).join(' · ');
	const clear = () => {
		if (live) out.write('\r\x1b[2K');
	};
	const tick = () => {
		if (live) {
			clear();
			if (running.size > 0) out.write(`  … ${status()}`.slice(0, Math.max(20, (out.columns ?? 80) - 1)));
			return;
		}
		for (const [name, entry] of running) {
			if (Date.now() - entry.said < 15_000) continue;
			entry.said = Date.now();
			out.write(`  … ${name}${entry.note ? ` (${entry.note})` : ''} ${seconds(entry.since)}\n`);
		}
	};
	const line = (text: string) => {
		clear();
		out.write(`${text}\n`);
		if (live) tick();
	};
	const finish = (name: string) => {
		running.delete(name);
		if (running.size === 0) {
			clearInterval(timer);
			timer = undefined;
		}
	};

	return {
		say: line,
		step(name) {
			const since = Date.now();
			running.set(name, { since, note: '', said: since });
			timer ??= setInterval(tick, live ? 200 : 1000).unref();
			const end = (mark: string, text: string) => {
				finish(name);
				line(`  ${mark} ${name.padEnd(14)} ${seconds(since).padStart(7)}${text ? `   ${text}` : ''}`);
			};
			return {
				note(text) {
					const entry = running.get(name);
					if (entry) entry.note = text;
				},
				done: (text = '') => end('✓', text),
				fail: (text) => end('✗', text),
			};
		},
	};
}
