import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { liveCalls } from '@/demo/events';
import { createPeople } from '@/demo/people';
import { createRandom } from '@/demo/random';
import { apiAccess } from './api';
import { sendBatch } from './import/send';
import { runCommand, wholeNumber } from './stack/command';

const HELP = `npm run demo:traffic [-- options]    believable live events of the demo’s customers, until Ctrl-C

  --per-minute N        how often somebody does something (30)
  --url URL --key KEY   which installation, and its secret key (default: the one on this machine)`;

/** Events as they would come from the shop right now, one customer after the other. */
await runCommand(async () => {
	const { values } = parseArgs({
		options: {
			'per-minute': { type: 'string', default: '30' },
			url: { type: 'string' },
			key: { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	if (values.help) return console.log(HELP);
	const pause = 60_000 / wholeNumber(values['per-minute'], '--per-minute', [1, 60_000], '60');
	// Stock is among them, which a site's own key may not change.
	const { url, secretKey: key } = apiAccess(values);
	const people = createPeople(createRandom(2026), 160);
	const random = createRandom(Date.now());
	for (let n = 1; ; n++) {
		const batch = liveCalls(random.pick(people), random, `${Date.now().toString(36)}-${n}`);
		const refused = await sendBatch({ url: url.replace(/\/+$/, ''), key, history: false }, batch, {
			onTrouble: (trouble) => console.log(`${url} does not take events now (${trouble}); trying again.`),
		});
		const what = batch.map((call) => call.event ?? call.type).join(', ');
		const problem = refused.map(({ field, message }) => `  refused: ${field} ${message}`).join('');
		console.log(`${new Date().toISOString()}  ${batch[0]?.userId ?? 'stock'}  ${what}${problem}`);
		await sleep(pause * (0.5 + Math.random()));
	}
}, HELP);
