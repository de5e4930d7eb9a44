import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { liveCalls } from '@/demo/events';
import { createPeople } from '@/demo/people';
import { createRandom } from '@/demo/random';
import { apiAccess } from './api';
import { runCommand } from './stack/command';

/** Believable live events of the demo's customers, until Ctrl-C: `npm run demo:traffic [-- --per-minute 60]`. */
await runCommand(async () => {
	const { values } = parseArgs({
		options: { 'per-minute': { type: 'string', default: '30' }, url: { type: 'string' }, key: { type: 'string' } },
	});
	const { url, writeKey } = apiAccess(values);
	const people = createPeople(createRandom(2026), 160);
	const random = createRandom(Date.now());
	const pause = 60_000 / Math.max(1, Number(values['per-minute']));
	for (let n = 1; ; n++) {
		const batch = liveCalls(random.pick(people), random, `${Date.now().toString(36)}-${n}`);
		const response = await fetch(`${url}/v1/batch`, {
			method: 'POST',
			headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
			body: JSON.stringify({ batch, sentAt: new Date().toISOString() }),
		});
		console.log(
			`${new Date().toISOString()}  ${response.status}  ${batch.map((call) => call.event ?? call.type).join(', ')}`,
		);
		await sleep(pause * (0.5 + Math.random()));
	}
});
