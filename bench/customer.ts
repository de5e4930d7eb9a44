import { sql } from 'drizzle-orm';
import { createOwner } from '@/auth/create-owner';
import { db } from '@/db/client';
import type { Lab } from '@/scripts/testing/lab';
import { referenceJourney } from '@/scripts/testing/reference-journey';
import { crowd } from './crowd';
import { evenly } from './evenly';
import { percentile, print } from './figure';

/** Colleagues who open a page each, in every second. */
const PAGES_PER_SECOND = 10;
const OWNER = { email: 'bench@example.test', name: 'Bench', password: 'a long enough password' };

/**
 * Milliseconds to one customer's page and to the same facts over the API, among so many customers, each with ten events,
 * a journey, a voucher and five messages. Beside them: a page that asks nothing, at the same rate.
 */
export async function customer(lab: Lab, customers: number): Promise<void> {
	await crowd(customers);
	await furnish(await lab.publish({ ...referenceJourney(), name: 'Told her story' }));
	await createOwner(OWNER);
	const { rows } = await db().execute<{ id: string }>(sql`select id from customers order by random() limit 2000`);
	const cookie = await signIn(lab.url);
	const ask = (path: string, headers: Record<string, string> = {}) =>
		fetch(`${lab.url}${path}`, { headers }).then(async (response) => ({ response, body: await response.text() }));
	const someone = (n: number) => rows[n % rows.length]?.id ?? '';
	const page = (n: number) => ask(`/customers/${someone(n)}`, { cookie });
	const { body } = await page(0);
	if (!body.includes('Crowd ') || !body.includes('Told her story')) throw new Error('not the page of a customer');

	const measured = async (name: string, work: (n: number) => Promise<{ response: Response }>) => {
		const bare = await evenly(() => ask('/healthz'), PAGES_PER_SECOND);
		const ours = await evenly(work, PAGES_PER_SECOND);
		print(`${name}, p50`, 'ms', percentile(ours, 0.5), percentile(bare, 0.5));
		print(`${name}, p95`, 'ms', percentile(ours, 0.95), percentile(bare, 0.95));
	};
	await measured('customer page', page);
	await measured('customers found by name', (n) => ask(`/customers?q=crowd+${(n * 7919) % customers}`, { cookie }));
	await measured('GET /v1/customers/…', (n) =>
		ask(`/v1/customers/${someone(n)}`, { authorization: `Bearer ${lab.secretKey}` }),
	);
}

async function signIn(url: string): Promise<string> {
	const response = await fetch(`${url}/api/auth/sign-in/email`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: url },
		body: JSON.stringify({ email: OWNER.email, password: OWNER.password }),
	});
	if (!response.ok) throw new Error(`sign-in answered ${response.status}`);
	return response.headers
		.getSetCookie()
		.map((cookie) => cookie.split(';')[0])
		.join('; ');
}

async function furnish(journeyId: string): Promise<void> {
	await db().execute(sql`
		with entered as (
			insert into enrollments (id, journey_id, version_id, customer_id, entry_key, status, trigger, entered_at, ended_at, state)
			select gen_random_uuid(), v.journey_id, v.id, c.id, c.id::text, 'ended', '{"name": "Order Completed", "properties": {}}',
				now() - interval '9 days', now() - interval '8 days', '{}'
			from customers c, (select id, journey_id from journey_versions where journey_id = ${journeyId}) v
			returning id, journey_id, customer_id),
		given as (
			insert into vouchers (code, enrollment_id, node_id, visit, customer_id, store_id, title, expires_at)
			select left(replace(id::text, '-', ''), 20), id, 'voucher', 1, customer_id, (select min(id) from stores), 'Ten off', now() + interval '30 days'
			from entered)
		insert into sends (key, enrollment_id, journey_id, node_id, visit, customer_id, channel, state, recipient, created_at)
		select id || ':email:' || n || ':email', id, journey_id, 'email', n, customer_id, 'email', 'accepted', 'bench@example.test', now() - n * interval '1 day'
		from entered, generate_series(1, 5) n`);
	await db().execute(sql`analyze`);
}
