import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { apiAccess } from './api';
import { progressBar } from './import/bar';
import { importFile } from './import/run';
import type { ImportMode } from './import/state';
import { runCommand, wholeNumber } from './stack/command';
import { StackError } from './stack/errors';
import { ROOT, shown } from './stack/paths';

const HELP = `npm run import -- FILE.ndjson[.gz]    one Segment call a line, sent through /v1/batch

  --history   (default) fill profiles and timelines, trigger nothing; needs the secret key
  --live      trigger journeys; events keep their own times
  --as-now    trigger journeys; events happen when they are received

  --limit N             only the first N lines
  --restart             from the first line again (what was taken in is recognised by its message id)
  --url URL --key KEY   which installation (default: the one on this machine)

Stopped, it goes on where it was when run again. Refused lines go to FILE.rejects.ndjson, each with the reason.`;

/** Events from a file, over the API. */
await runCommand(async () => {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			history: { type: 'boolean' },
			live: { type: 'boolean' },
			'as-now': { type: 'boolean' },
			limit: { type: 'string' },
			restart: { type: 'boolean' },
			url: { type: 'string' },
			key: { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	const [given, ...more] = positionals;
	if (values.help) return console.log(HELP);
	if (!given || more.length > 0) throw new StackError(HELP);
	const file = path.resolve(given);
	if (!existsSync(file)) throw new StackError(`There is no file ${given}.`);
	const mode = modeOf(values);
	const limit =
		values.limit === undefined ? undefined : wholeNumber(values.limit, '--limit', [1, Number.MAX_SAFE_INTEGER], '5000');
	const { url, secretKey } = apiAccess(values);

	// The batch in flight is finished first, so that what is written down is what was taken in.
	const stop = new AbortController();
	process.once('SIGINT', () => stop.abort());
	const bar = progressBar();
	const { skipped, accepted, rejected, rejects, finished } = await importFile({
		file,
		mode,
		url: url.replace(/\/+$/, ''),
		key: secretKey,
		stateDir: path.join(ROOT, '.parcours/imports'),
		...(values.restart ? { restart: true } : {}),
		...(limit === undefined ? {} : { limit }),
		signal: stop.signal,
		onProgress: bar.show,
		onTrouble: (trouble) => console.log(`${url} does not take events now (${trouble}); trying again.`),
	}).finally(bar.end);
	if (skipped > 0) console.log(`Lines up to ${skipped} were dealt with before (--restart begins again).`);
	console.log(`${accepted} events taken in${rejected > 0 ? `, ${rejected} refused: see ${shown(rejects)}` : ''}.`);
	if (!finished && limit === undefined) console.log('Stopped. Run the same command again to go on.');
	if (rejected > 0 || (!finished && limit === undefined)) process.exitCode = 1;
}, HELP);

function modeOf(values: { history?: boolean; live?: boolean; 'as-now'?: boolean }): ImportMode {
	const chosen = (['history', 'live', 'as-now'] as const).filter((mode) => values[mode]);
	if (chosen.length > 1) throw new StackError(`Choose one of --history, --live and --as-now.`);
	return chosen[0] ?? 'history';
}
