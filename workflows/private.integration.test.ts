import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { workflowId } from './contract';
import { answers, deliverables } from './testing/channel';
import { abandonedCart, edges, node, pause, when } from './testing/graphs';
import { type Harness, startHarness } from './testing/harness';

vi.mock('@/channels/deliver', () => import('./testing/channel'));

let h: Harness;
let ada: string;
beforeAll(async () => {
	h = await startHarness();
	ada = await h.customer({
		email: 'ada@example.test',
		phone: '+33639981234',
		traits: { first_name: 'Ada', last_name: 'Lovelace' },
	});
}, 60_000);
afterAll(() => h.close());
beforeEach(async () => {
	deliverables.length = 0;
	await h.archiveAll();
});

/**
 * All that Temporal keeps of a run, in clear: payloads, failures with their stacks and causes, ids. Read once it holds
 * `last`: the row is written by local activities, and Temporal learns of those a moment later.
 */
async function keptOf(enrollmentId: string, last: 'TIMER_STARTED' | 'WORKFLOW_EXECUTION_COMPLETED'): Promise<string> {
	return h.until(async () => {
		const history = await h.client.workflow.getHandle(workflowId(enrollmentId, 0)).fetchHistory();
		const kept = JSON.stringify(history, (key, value: unknown) =>
			key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value,
		);
		return kept.includes(`EVENT_TYPE_${last}`) ? kept : null;
	});
}
const PRIVATE = ['ada@example.test', '+33639981234', 'Lovelace', 'basket-of-ada', 'Chère Ada'];
const expectNothingPrivateIn = (kept: string) => {
	// Its payloads are read as they are: a customer is an id.
	expect(kept).toContain(ada);
	for (const word of PRIVATE) expect(kept).not.toContain(word);
};

test('Temporal learns nobody’s address, name, basket or message', async () => {
	await h.publish(abandonedCart('PT1S'));
	await h.event(ada, 'Product Added', { cart_id: 'basket-of-ada', name: 'Chère Ada' });
	const { id: enrollmentId } = await h.ended(ada);
	expect(deliverables).toHaveLength(1);
	expectNothingPrivateIn(await keptOf(enrollmentId, 'WORKFLOW_EXECUTION_COMPLETED'));
});

test('what a provider answers names the customer: ops read it at the step, Temporal does not', async () => {
	await h.publish({
		nodes: [
			when('Product Added', { key: 'cart_id' }),
			node('m', 'send-email', { subject: 'Chère {{ customer.first_name }}', body: '<mjml><mj-body></mj-body></mjml>' }),
			pause('p', 'PT1H'),
		],
		edges: edges('t>m', 'm.sent>p'),
	});
	const said = '450 4.2.1 <ada@example.test>: Recipient address rejected: Greylisted (Lovelace)';
	answers.push({ outcome: 'retry', detail: said });
	await h.event(ada, 'Product Added', { cart_id: 'basket-of-ada' });
	const shown = await h.until(async () => (await h.enrollmentsOf(ada)).find((e) => e.error)?.error);
	expect(shown).toBe(said);
	const { id: enrollmentId } = await h.parked(ada);
	const kept = await keptOf(enrollmentId, 'TIMER_STARTED');
	// The refusal and the second try are there, without a word of why.
	expect(kept).toMatch(/attempt\\?":2/);
	expectNothingPrivateIn(kept);
});
