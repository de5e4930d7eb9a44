import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { shortHash } from '../stack/paths';

export const IMPORT_MODES = ['history', 'live', 'as-now'] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];

const importState = z.object({
	file: z.string(),
	fingerprint: z.string(),
	mode: z.enum(IMPORT_MODES),
	url: z.string(),
	/** The last line that is dealt with: taken in, or written to the rejects. */
	line: z.number().int(),
	accepted: z.number().int(),
	rejected: z.number().int(),
	/** How long the rejects file was then; what a crash wrote after it is cut off. */
	rejectBytes: z.number().int(),
});
export type ImportState = z.infer<typeof importState>;

export type Reject = { line: number; field: string; message: string; call: unknown };

/** Where an import stands, kept after every batch: one file per imported file, mode and installation. */
export function openState(
	dir: string,
	begun: Pick<ImportState, 'file' | 'fingerprint' | 'mode' | 'url'>,
	restart: boolean,
) {
	const rejects = `${begun.file}.rejects.ndjson`;
	const at = path.join(dir, `${shortHash(`${begun.file}\n${begun.mode}\n${begun.url}`)}.json`);
	const fresh: ImportState = { ...begun, line: 0, accepted: 0, rejected: 0, rejectBytes: 0 };
	const before = restart ? null : read(at);
	const state = before?.fingerprint === begun.fingerprint ? before : fresh;
	if (existsSync(rejects)) truncateSync(rejects, state.rejectBytes);
	return {
		state,
		rejects,
		/** Puts refused lines into the rejects file, then moves on. */
		advance(line: number, accepted: number, refused: Reject[]): void {
			const text = refused.map((reject) => `${JSON.stringify(reject)}\n`).join('');
			if (text) appendFileSync(rejects, text);
			state.line = line;
			state.accepted += accepted;
			state.rejected += refused.length;
			state.rejectBytes += Buffer.byteLength(text);
			write(at, state);
		},
	};
}

function read(file: string): ImportState | null {
	if (!existsSync(file)) return null;
	const parsed = importState.safeParse(JSON.parse(readFileSync(file, 'utf8')));
	return parsed.success ? parsed.data : null;
}

/** Whole or not at all, whenever we are killed. */
function write(file: string, state: ImportState): void {
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(`${file}.new`, `${JSON.stringify(state, null, '\t')}\n`);
	renameSync(`${file}.new`, file);
}
