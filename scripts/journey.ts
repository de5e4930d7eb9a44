import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { blocks, check, type Problem } from '@/lib/check';
import { journeyFile } from '@/lib/graph';
import { say } from '@/lib/text';
import { apiAccess } from './api';
import { runCommand } from './stack/command';
import { StackError } from './stack/errors';

const HELP = `npm run journey -- push FILE.json [--publish]    save it as a draft; publish it
npm run journey -- pull ID [FILE.json]           write the draft to a file
npm run journey -- validate FILE.json            say what is wrong with it

  --url URL --key KEY     which installation (default: the one on this machine)`;

const answered = z.object({ id: z.string(), version: z.number().nullable(), problems: z.array(z.custom<Problem>()) });

/** Journeys as files, over the API. */
await runCommand(async () => {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { publish: { type: 'boolean' }, url: { type: 'string' }, key: { type: 'string' } },
	});
	const [command, subject, target] = positionals;
	if (!command || !subject) throw new StackError(HELP);
	const call = async (path: string, init: RequestInit = {}) => {
		const { url, secretKey } = apiAccess(values);
		const response = await fetch(`${url}/v1/journeys${path}`, {
			...init,
			headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
		});
		const body: unknown = await response.json();
		return { status: response.status, body };
	};
	switch (command) {
		case 'validate': {
			const problems = check(read(subject));
			report(problems);
			if (blocks(problems)) process.exitCode = 1;
			return;
		}
		case 'push': {
			const { status, body } = await call('', {
				method: 'POST',
				body: JSON.stringify({ journey: read(subject), publish: values.publish ?? false }),
			});
			const parsed = answered.safeParse(body);
			if (!parsed.success) throw new StackError(`refused (${status}): ${JSON.stringify(body)}`);
			report(parsed.data.problems);
			console.log(
				`${parsed.data.id} ${parsed.data.version === null ? 'saved as a draft' : `published as version ${parsed.data.version}`}`,
			);
			if (values.publish && parsed.data.version === null) process.exitCode = 1;
			return;
		}
		case 'pull': {
			const { status, body } = await call(`/${subject}`);
			if (status !== 200) throw new StackError(`refused (${status}): ${JSON.stringify(body)}`);
			const text = `${JSON.stringify(body, null, '\t')}\n`;
			if (target) writeFileSync(target, text);
			else process.stdout.write(text);
			return;
		}
		default:
			throw new StackError(HELP);
	}
});

function read(file: string) {
	const parsed = journeyFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
	if (!parsed.success) throw new StackError(`${file} is not a journey:\n${z.prettifyError(parsed.error)}`);
	return parsed.data;
}

function report(problems: Problem[]): void {
	for (const { severity, nodeId, field, message } of problems)
		console.log(`${severity}  ${nodeId ?? 'journey'}${field ? `.${field}` : ''}  ${say(message, 'en')}`);
}
