import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';

/** What anybody would write by hand: an activity, a wait for a signal or a day, an activity. */
export const ordered = defineSignal('ordered');

const { first, second } = proxyActivities<{
	first: (id: string) => Promise<void>;
	second: (id: string) => Promise<void>;
}>({
	startToCloseTimeout: '60s',
});

export async function handWritten(id: string): Promise<void> {
	let came = false;
	setHandler(ordered, () => {
		came = true;
	});
	await first(id);
	if (await condition(() => came, '1 day')) await second(id);
}
