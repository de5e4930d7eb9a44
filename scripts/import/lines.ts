import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

export type Line = { /** From 1. */ number: number; text: string };

/** What says that a file is still the one we began with: its size and how it begins. */
export async function fingerprintOf(file: string): Promise<{ fingerprint: string; bytes: number; gzip: boolean }> {
	const handle = await open(file);
	try {
		const { size } = await handle.stat();
		const head = Buffer.alloc(Math.min(size, 65_536));
		await handle.read(head, 0, head.length, 0);
		const fingerprint = createHash('sha256').update(`${size}\n`).update(head).digest('hex').slice(0, 24);
		return { fingerprint, bytes: size, gzip: head[0] === 0x1f && head[1] === 0x8b };
	} finally {
		await handle.close();
	}
}

/** The lines of a file, gzipped or not, without the empty ones; `onBytes` hears how much of the file was read. */
export async function* linesOf(file: string, gzip: boolean, onBytes: (total: number) => void): AsyncGenerator<Line> {
	const source = createReadStream(file);
	let read = 0;
	source.on('data', (chunk) => {
		read += chunk.length;
		onBytes(read);
	});
	const plain = gzip ? source.pipe(createGunzip()) : source;
	// `pipe` carries no errors: a file that breaks off must not look like one that ended.
	let broken: Error | undefined;
	if (plain !== source)
		source.on('error', (error) => {
			broken = error;
			plain.destroy(error);
		});
	plain.on('error', (error: Error) => {
		broken = error;
	});
	let number = 0;
	for await (const text of createInterface({ input: plain, crlfDelay: Number.POSITIVE_INFINITY })) {
		number++;
		if (text.trim() !== '') yield { number, text };
	}
	if (broken) throw broken;
}
