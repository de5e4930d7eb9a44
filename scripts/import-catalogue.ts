import { createReadStream, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CATALOGUE_KINDS, type CatalogueKind } from '@/lib/catalogue';
import { apiAccess } from './api';
import { runCommand } from './stack/command';
import { StackError } from './stack/errors';
import { reasonOf } from './stack/named';

const HELP = `npm run import:catalogue -- FILE.csv|FILE.ndjson    products, variants, stores or stock (docs/catalogue.md)

  --kind KIND           ${CATALOGUE_KINDS.join(', ')} (default: the one that the file's name begins with)
  --partial             write the good lines although there are bad ones (default: all or nothing)
  --url URL --key KEY   which installation, and its secret key (default: the one on this machine)`;

/** Where there is no terminal, a line now and then is enough. */
const SAY_EVERY_MS = process.stdout.isTTY ? 200 : 5000;

const answerShape = z.object({
	imported: z.boolean(),
	written: z.number(),
	outdated: z.number(),
	bad: z.number(),
	problems: z.array(z.object({ line: z.number(), field: z.string(), message: z.string() })),
	ignored: z.array(z.string()),
});
const refusal = z.object({ error: z.object({ message: z.string() }) });

/** A file of the catalogue, over the API: it is read as it is sent, whatever its size. */
await runCommand(async () => {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			kind: { type: 'string' },
			partial: { type: 'boolean', default: false },
			url: { type: 'string' },
			key: { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	const [file, ...more] = positionals;
	if (values.help) return console.log(HELP);
	if (!file || more.length > 0) throw new StackError(HELP);
	if (!existsSync(file)) throw new StackError(`There is no file ${file}.`);
	const kind = kindOf(values.kind ?? path.basename(file), values.kind !== undefined);
	const { url, secretKey } = apiAccess(values);
	const address = `${url.replace(/\/+$/, '')}/v1/catalogue/import?kind=${kind}&partial=${values.partial}`;
	const request = {
		method: 'POST',
		headers: { authorization: `Bearer ${secretKey}` },
		body: streamOf(file, progressOf(statSync(file).size)),
		duplex: 'half',
	};
	const answer = await fetch(address, request).catch((error: unknown) => {
		throw new StackError(`${url} does not answer: ${reasonOf(error)}. Nothing was written.`);
	});
	const body: unknown = await answer.json().catch(() => null);
	const report = answerShape.safeParse(body).data;
	if (!report)
		throw new StackError(
			refusal.safeParse(body).data?.error.message ?? `${url} answered ${answer.status}. Is it a Parcours?`,
		);
	for (const { line, field, message } of report.problems)
		console.log(`line ${line}${field && `, ${field}`}: ${message}`);
	if (report.ignored.length > 0) console.log(`Not read: ${report.ignored.join(', ')}.`);
	if (report.outdated > 0) console.log(`${report.outdated} were older than what is known, which was kept.`);
	const bad = report.bad > 0 ? ` ${report.bad} lines are bad${report.imported ? ' and were left out' : ''}.` : '';
	console.log(`${report.imported ? `${report.written} ${kind} written.` : 'Nothing was written.'}${bad}`);
	if (report.bad > 0) process.exitCode = 1;
}, HELP);

function kindOf(name: string, said: boolean): CatalogueKind {
	const kind = CATALOGUE_KINDS.find((one) => (said ? name === one : name.toLowerCase().startsWith(one)));
	if (!kind) throw new StackError(`Say with --kind what is in the file: ${CATALOGUE_KINDS.join(', ')}.`);
	return kind;
}

/** As fast as it is read at the other end, and no faster. */
function streamOf(file: string, onChunk: (chunk: Uint8Array) => void): ReadableStream<Uint8Array> {
	const chunks: AsyncIterator<Uint8Array> = createReadStream(file)[Symbol.asyncIterator]();
	return new ReadableStream({
		async pull(controller) {
			const { value, done } = await chunks.next();
			if (done) return controller.close();
			onChunk(value);
			controller.enqueue(value);
		},
	});
}

function progressOf(bytes: number): (chunk: Uint8Array) => void {
	let sent = 0;
	let said = Date.now();
	return (chunk) => {
		sent += chunk.length;
		if (Date.now() - said < SAY_EVERY_MS) return;
		said = Date.now();
		const text = `${Math.round((sent / bytes) * 100)} % read`;
		process.stdout.write(process.stdout.isTTY ? `\r\x1b[2K${text}${sent === bytes ? '\n' : ''}` : `${text}\n`);
	};
}
