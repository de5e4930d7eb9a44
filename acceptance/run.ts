import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { journeyFile } from '@/lib/graph';
import { importFile } from '@/scripts/import/run';
import { runCommand } from '@/scripts/stack/command';
import { StackError } from '@/scripts/stack/errors';
import { terminalProgress } from '@/scripts/stack/progress';
import { openTally } from '@/scripts/testing/compare';
import { openLab } from '@/scripts/testing/lab';
import { type Message, openReceivers } from '@/scripts/testing/receivers';
import { type Expected, expectedFrom } from './expected';

const HELP = `npm run acceptance -- FILE.ndjson[.gz] [--first N] [--foreign]

Sends a file of orders through a published journey as if they happened now, and compares what came of it, one by one,
with what a plain script works out from the file (acceptance/expected.ts).

  --first N    only the first N lines
  --foreign    to an SMTP server and an SMS gateway that are not ours and cannot be asked`;

/** Nothing moved for this long: what is not there will not come. */
const PATIENCE_MS = 60_000;

await runCommand(async () => {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { first: { type: 'string' }, foreign: { type: 'boolean', default: false } },
	});
	const [given] = positionals;
	const limit = values.first === undefined ? Number.POSITIVE_INFINITY : Number(values.first);
	if (!given || Number.isNaN(limit)) throw new StackError(HELP);
	const file = path.resolve(given);
	const expected = await expectedFrom(file, limit);
	const tally = openTally();
	const receivers = values.foreign ? await openReceivers() : null;
	const lab = await openLab({
		purpose: 'acceptance',
		progress: terminalProgress(),
		outbox: receivers === null,
		...(receivers ? { env: receivers.env } : {}),
	});
	try {
		const journey = journeyFile.parse(JSON.parse(readFileSync(path.join(import.meta.dirname, 'journey.json'), 'utf8')));
		const journeyId = await lab.publish(journey);
		await lab.send(
			expected.households.map(({ userId, email, phone, agreed }) => ({
				type: 'identify',
				userId,
				traits: { email, ...(phone ? { phone } : {}), consents: { email: agreed, sms: agreed } },
			})),
		);
		const since = Date.now();
		const { accepted, rejected } = await importFile({
			file,
			mode: 'as-now',
			url: lab.url,
			key: lab.secretKey,
			stateDir: path.join(lab.stack.paths.dir, 'imports'),
			...(Number.isFinite(limit) ? { limit } : {}),
		});
		console.log(`  ${accepted} events taken in, ${rejected} refused, ${seconds(since)}`);
		const { readActual } = await import('./actual');
		await lab.settled(PATIENCE_MS);
		console.log(`  all journeys at their end after ${seconds(since)}`);

		const actual = await readActual(journeyId);
		for (const kind of ['enrollments', 'emails', 'sms', 'vouchers', 'suppressed'] as const)
			tally.same(kind, expected[kind], actual[kind]);
		tally.same('received', messagesOf(expected), (receivers?.received ?? (await lab.outbox())).map(describe));
	} finally {
		await lab.close();
		await receivers?.close();
	}
	tally.close();
});

/** `channel recipient order` of every message that must have been received. */
function messagesOf({ households, emails, sms }: Expected): string[] {
	const byUser = new Map(households.map((h) => [h.userId, h]));
	const of = (channel: 'email' | 'sms') => (entry: string) => {
		const [order, userId = ''] = entry.split(' ');
		const household = byUser.get(userId);
		return `${channel} ${channel === 'email' ? household?.email : household?.phone} ${order}`;
	};
	return [...emails.map(of('email')), ...sms.map(of('sms'))];
}

function describe({ channel, recipient, source }: Message): string {
	const pattern = channel === 'email' ? /^Subject: Your order (\S+)/m : /^Order (\S+): /;
	return `${channel} ${recipient} ${source.match(pattern)?.[1]}`;
}

function seconds(since: number): string {
	return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
