import type { ImportProgress } from './run';

const WIDTH = 24;
/** Where there is no terminal (a log, CI) a line now and then is enough. */
const QUIET_MS = 5000;

/** How far an import is, by how much of the file was read. */
export function progressBar(out: NodeJS.WriteStream = process.stdout, now: () => number = Date.now) {
	const live = out.isTTY === true;
	const begun = now();
	let before: number | undefined;
	let said = begun;
	return {
		show(progress: ImportProgress): void {
			const done = progress.accepted + progress.rejected;
			before ??= done;
			const share = progress.bytes === 0 ? 1 : Math.min(1, progress.bytesRead / progress.bytes);
			const perSecond = Math.round((done - before) / Math.max(0.001, (now() - begun) / 1000));
			const text = `${bar(share)} ${Math.round(share * 100)} %   ${progress.accepted} taken in   ${progress.rejected} refused   ${perSecond}/s`;
			if (live) out.write(`\r\x1b[2K${text}`);
			else if (now() - said >= QUIET_MS) {
				said = now();
				out.write(`${text}\n`);
			}
		},
		end(): void {
			if (live) out.write('\n');
		},
	};
}

function bar(share: number): string {
	const full = Math.round(share * WIDTH);
	return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
}
