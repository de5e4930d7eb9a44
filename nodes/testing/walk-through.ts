import { closeDb } from '@/db/client';
import { loadEnrollmentView } from '@/db/enrollment-views';
import { NODES } from '@/nodes';
import { edges, node, when } from '@/workflows/testing/graphs';
import { startHarness } from '@/workflows/testing/harness';

/** What came of the customer who went through the journey. */
export type Walked = { types: string[]; outcome: string | null; path: string[]; notes: (string | null)[] };

/** Publishes a journey with a node of the given type, sends one customer through it, and prints what came of her. */
async function walk(type: string, config: string): Promise<Walked> {
	const harness = await startHarness();
	try {
		await harness.publish({
			nodes: [when('Product Added'), node('new', type, JSON.parse(config)), node('end', 'exit', { outcome: 'walked' })],
			edges: edges('t>new', 'new.done>end'),
		});
		const zoe = await harness.customer({ traits: { first_name: 'Zoé' } });
		await harness.event(zoe, 'Product Added', { name: 'Raincoat' });
		const ended = await harness.until(
			async () => (await harness.enrollmentsOf(zoe)).find((enrollment) => enrollment.endedAt),
			'the journey to end',
		);
		const { path } = await loadEnrollmentView((await import('@/db/client')).db(), ended.id);
		return {
			types: NODES.map(({ type: name }) => name),
			outcome: ended.outcome,
			path: path.map((step) => `${step.nodeId}:${step.port}`),
			notes: path.map((step) => step.why),
		};
	} finally {
		await harness.close();
		await closeDb();
	}
}

const [type = '', config = '{}'] = process.argv.slice(2);
console.log(JSON.stringify(await walk(type, config)));
