import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { blocks, check, type Problem } from '@/lib/check';
import { type JourneyFile, journeyFile } from '@/lib/graph';
import { say } from '@/lib/text';
import { apiAccess } from './api';
import { runCommand } from './stack/command';
import { StackError } from './stack/errors';
import { reasonOf } from './stack/named';

const HELP = `npm run journey -- push FILE.json [--publish]    save it as a draft; publish it
npm run journey -- pull ID [FILE.json]           write the draft to a file
npm run journey -- validate FILE.json            say what is wrong with it

  --url URL --key KEY     which installation, and its secret key (default: the one on this machine)

The format is docs/journeys.md; its JSON Schema is served at /api/journey.schema.json.`;

const pushed = z.object({ id: z.string(), version: z.number().nullable(), problems: z.array(z.custom<Problem>()) });
const refused = z.object({ error: z.object({ message: z.string(), field: z.string().optional() }) });

/** Journeys as files, over the API. */
await runCommand(async () => {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			publish: { type: 'boolean' },
			url: { type: 'string' },
			key: { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	const [command, subject, target] = positionals;
	if (values.help) return console.log(HELP);
	if (!command || !subject) throw new StackError(HELP);
	switch (command) {
		case 'validate': {
			const problems = check(readFile(subject));
			report(problems);
			if (problems.length === 0) console.log(`${subject} can be published.`);
			if (blocks(problems)) process.exitCode = 1;
			return;
		}
		case 'push': {
			const publish = values.publish ?? false;
			const body = JSON.stringify({ journey: readFile(subject), publish });
			const answer = await call(values, '', { method: 'POST', body });
			const parsed = pushed.safeParse(answer.body);
			if (!parsed.success) throw refusal(answer);
			const { id, version, problems } = parsed.data;
			report(problems);
			console.log(`${id} ${version === null ? 'saved as a draft' : `published as version ${version}`}`);
			if (publish && version === null) process.exitCode = 1;
			return;
		}
		case 'pull': {
			const answer = await call(values, `/${encodeURIComponent(subject)}`);
			if (answer.status !== 200) throw refusal(answer);
			const text = `${JSON.stringify(answer.body, null, '\t')}\n`;
			if (target) writeFileSync(target, text);
			else process.stdout.write(text);
			return;
		}
		default:
			throw new StackError(HELP);
	}
}, HELP);

type Answer = { status: number; body: unknown };

async function call(
	access: { url?: string | undefined; key?: string | undefined },
	path: string,
	init: RequestInit = {},
): Promise<Answer> {
	const { url, secretKey } = apiAccess(access);
	const headers = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' };
	const response = await fetch(`${url.replace(/\/+$/, '')}/v1/journeys${path}`, { ...init, headers }).catch((error) => {
		throw new StackError(
			`${url} does not answer (${reasonOf(error)}). Start it with npm start, or name another with --url.`,
		);
	});
	const body: unknown = await response.json().catch(() => null);
	return { status: response.status, body };
}

function refusal({ status, body }: Answer): StackError {
	const said = refused.safeParse(body);
	if (!said.success) return new StackError(`refused (${status})`);
	const { field, message } = said.data.error;
	return new StackError(`refused (${status}): ${field ? `${field}: ` : ''}${message}`);
}

function readFile(file: string): JourneyFile {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		throw new StackError(`${file} cannot be read: ${messageOf(error)}`);
	}
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		throw new StackError(`${file} is not JSON: ${messageOf(error)}`);
	}
	const parsed = journeyFile.safeParse(json);
	if (parsed.success) return parsed.data;
	const lines = parsed.error.issues.map(
		({ path, message }) => `  ${path.map(String).join('.') || 'the file'}: ${message}`,
	);
	throw new StackError(`${file} is not a journey:\n${lines.join('\n')}`);
}

function report(problems: Problem[]): void {
	for (const { severity, nodeId, field, message } of problems)
		console.log(`${severity}  ${nodeId ?? 'journey'}${field ? `.${field}` : ''}  ${say(message, 'en')}`);
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
