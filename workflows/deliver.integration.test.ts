import type { Client } from '@temporalio/client';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '../db/client';
import { commands } from '../db/schema';
import { deliverOnce } from './deliver';
import { dispatchAll } from './testing/by-hand';
import { fixtures } from './testing/fixtures';
import { edges, pause, when } from './testing/graphs';

const h = fixtures();
const down = { workflow: { start: () => Promise.reject(new Error('nobody answers')) } } as unknown as Client;

test('what Temporal could not be told for days is still tried again half a minute later', async () => {
	await h.configure({});
	await h.archiveAll();
	await h.publish({ nodes: [when('Cart Viewed'), pause('w', 'P1D')], edges: edges('t>w') });
	const zoe = await h.customer();
	await h.event(zoe, 'Cart Viewed');
	await dispatchAll();
	const [entered] = await h.enrollmentsOf(zoe);
	const hers = eq(commands.enrollmentId, entered?.id ?? '');
	await db().update(commands).set({ attempts: 5000 }).where(hers);

	await deliverOnce(db(), down, 'tests');

	const [command] = await db().select().from(commands).where(hers);
	expect(command).toMatchObject({ attempts: 5001, lastError: 'nobody answers' });
	const wait = (command?.notBefore.getTime() ?? 0) - Date.now();
	expect(wait).toBeGreaterThan(20_000);
	expect(wait).toBeLessThan(31_000);
});
