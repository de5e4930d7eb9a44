import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { db } from '@/db/client';
import { journeyVersions } from '@/db/schema';
import { type JourneyFile, journeyFile } from '@/lib/graph';
import type { Lab } from '@/scripts/testing/lab';
import { print, timed } from './figure';

/** A trigger, and the four kinds of steps below in turn. */
const NODES = 501;

/** Milliseconds to check, compile and publish a journey of 500 steps over HTTP. Beside it: the INSERT of the version it makes. */
export async function publish(lab: Lab): Promise<void> {
	let id = '';
	const ours = await timed(async () => {
		id = await lab.publish(longJourney());
	});
	const version = await db().query.journeyVersions.findFirst({ where: (v, { eq }) => eq(v.journeyId, id) });
	if (!version) throw new Error('no version was published');
	const plain = await timed(() =>
		db().transaction(async (tx) => {
			await tx.insert(journeyVersions).values({ ...version, id: uuid(), number: version.number + 1 });
			await tx.execute(sql`select 1`);
		}),
	);
	print(`publish ${NODES} nodes`, 'ms', ours * 1000, plain * 1000);
}

/** Email, wait, condition and SMS, again and again. */
function longJourney(): JourneyFile {
	const kinds = [
		{
			type: 'send-email',
			port: 'sent',
			config: {
				subject: 'News for {{ customer.first_name }}',
				body: '<mjml><mj-body><mj-section><mj-column><mj-text>Hello {{ customer.first_name }}</mj-text><mj-button href="https://shop.example.com">Shop</mj-button></mj-column></mj-section></mj-body></mjml>',
			},
		},
		{ type: 'wait', port: 'done', config: { until: { kind: 'duration', duration: 'P1D' } } },
		{
			type: 'condition',
			port: 'yes',
			config: {
				branches: [{ port: 'yes', when: { type: 'property', of: 'customer', path: 'traits.plan', op: 'is-set' } }],
			},
		},
		{ type: 'send-sms', port: 'sent', config: { body: 'Hello {{ customer.first_name }}' } },
	] as const;
	const steps = Array.from({ length: (NODES - 1) / kinds.length }, () => kinds)
		.flat()
		.map((kind, n) => ({ id: `n${n}`, ...kind }));
	return journeyFile.parse({
		format: 'parcours/journey@1',
		name: 'Long',
		nodes: [
			{ id: 'start', type: 'event-trigger', config: { event: 'Never' } },
			...steps.map(({ port: _port, ...node }) => node),
		],
		edges: [
			{ from: 'start', port: 'started', to: 'n0' },
			...steps.slice(1).map(({ id }, n) => ({ from: `n${n}`, port: steps[n]?.port, to: id })),
		],
	});
}
