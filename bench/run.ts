import { runCommand } from '@/scripts/stack/command';
import { StackError } from '@/scripts/stack/errors';
import { terminalProgress } from '@/scripts/stack/progress';
import { openLab } from '@/scripts/testing/lab';
import { openReceivers } from '@/scripts/testing/receivers';
import { openBaseline } from './baseline/open';
import { customer } from './customer';
import { history } from './history';
import { ingest } from './ingest';
import { latency } from './latency';
import { matches } from './matches';
import { messages } from './messages';
import { nonMatching } from './non-matching';
import { publish } from './publish';
import { redeem } from './redeem';
import { search } from './search';
import { segments } from './segments';
import { tell } from './tell';
import { throughput } from './throughput';
import { trends } from './trends';

const HELP = `npm run bench [-- NAME …]     one JSON line a figure, beside its baseline in the same run

  publish  ingest  messages  redeem  customer  search  matches  segments  trends  non-matching  tell  latency  throughput (with the history)`;

await runCommand(async () => {
	const names = process.argv.slice(2);
	const known = [
		'publish',
		'ingest',
		'messages',
		'redeem',
		'customer',
		'search',
		'matches',
		'segments',
		'trends',
		'non-matching',
		'tell',
		'latency',
		'throughput',
	];
	if (names.some((name) => !known.includes(name))) throw new StackError(HELP);
	const wanted = (name: string) => names.length === 0 || names.includes(name);
	const receivers = await openReceivers();
	const lab = await openLab({
		purpose: 'bench',
		// Figures alone go to the standard output.
		progress: terminalProgress(process.stderr),
		outbox: false,
		durable: true,
		env: receivers.env,
	});
	const baseline = await openBaseline(lab.stack.env.TEMPORAL_ADDRESS ?? '');
	try {
		if (wanted('publish')) await publish(lab);
		if (wanted('ingest')) await ingest(lab, 20_000);
		if (wanted('messages')) await messages(lab, 100_000);
		if (wanted('redeem')) await redeem(lab, 100_000);
		if (wanted('customer')) await customer(lab, 100_000);
		if (wanted('search')) await search(100_000);
		if (wanted('matches')) await matches(100_000);
		if (wanted('segments')) await segments(lab, 100_000);
		if (wanted('trends')) await trends(lab, 100_000);
		if (wanted('non-matching')) await nonMatching(lab, 20_000);
		if (wanted('tell')) await tell(lab, 100_000);
		if (wanted('latency')) await latency(lab, receivers, baseline);
		if (wanted('throughput')) await history(baseline, await throughput(lab, baseline, 600));
	} finally {
		await baseline.close();
		await lab.close();
		await receivers.close();
	}
});
