import { and, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import { askByKey, HTTP_TIMEOUT_MS, postJson } from '@/channels/call';
import { durationMs } from '@/lib/duration';
import { OperationalError } from '@/lib/errors';
import type { JsonObject } from '@/lib/event';
import type { RunContext, RunResult } from '@/nodes/define';
import { anyOf } from './any-of';
import type { Db, Tx } from './client';
import { type Destination, loadDestination } from './destinations';
import { leaveFor } from './ledger';
import { customerOf, lockCustomer } from './lock-customer';
import { type Asked, conclude, recover, type Settled, startCalling } from './outgoing';
import { type CallKind, calls, identities, type SendState } from './schema';
import { loadStanding, type Standing } from './standing';

/** States that count against a cap: the customer has, or may have, what the call gives. */
const COUNTED: SendState[] = ['reserved', 'calling', 'accepted', 'unknown'];

export type CallRequest = {
	kind: CallKind;
	destinationId: string;
	/** What kind of message the receiver gets: `bill.adjust`. */
	type: string;
	/** What the node has to say; the envelope around it is made here. */
	data: JsonObject;
	/** What it gives, in the currency's minor unit; at most `cap.minor` a customer in any window of `cap.per` (ISO 8601). */
	gives?: { minor: number; currency: string; cap: { minor: number; per: string } };
};
type Step = Pick<RunContext<unknown>, 'key' | 'enrollmentId' | 'nodeId' | 'visit' | 'clock' | 'lastTry'>;
export type Called = Settled | Exclude<RunResult, { port: string }>;

/**
 * One call to a system of the retailer's. The book decides, before anybody is called: a repeated step answers what is
 * written, and a call that was cut off is asked about, repeated or left open, as its destination says.
 * @throws OperationalError when it is worth another try, UserError when the destination is gone
 */
export async function call(db: Db, step: Step, request: CallRequest): Promise<Called> {
	const { key, lastTry } = step;
	const to = await loadDestination(db, request.destinationId);
	const before = await recover(db, 'calls', key, { ask: () => ask(to, key), timeoutMs: HTTP_TIMEOUT_MS, lastTry });
	if (before !== null && before !== 'open') return before;

	const reserved = await reserve(db, step, request);
	if (!('body' in reserved)) return reserved;
	const calledAt = await startCalling(db, 'calls', key);
	const delivered = await postJson(to.url, { secrets: to.secrets, key }, JSON.stringify(reserved.body));
	return conclude(db, 'calls', key, delivered, { calledAt, lastTry });
}

async function ask(to: Destination, key: string): Promise<Asked> {
	switch (to.whenCut) {
		case 'ask':
			return askByKey(to.askUrl ?? to.url, { secrets: to.secrets, key });
		case 'repeat':
			return 'not-received';
		case 'unknown':
			return 'cannot-ask';
	}
}

/** Locks the customer, looks at what stands against the call, and writes it down. What an earlier try wrote goes out again as it was. */
async function reserve(db: Db, step: Step, request: CallRequest): Promise<Called | { body: JsonObject }> {
	return db.transaction(async (tx) => {
		await lockCustomer(tx, customerOf(step.enrollmentId));
		const standing = await loadStanding(tx, step.enrollmentId);
		const leave = await leaveFor(tx, standing);
		if (leave) return { leave };
		if (standing.status === 'paused') return { held: true as const };
		const [known] = await tx
			.select({ state: calls.state, body: calls.body })
			.from(calls)
			.where(eq(calls.key, step.key));
		if (known?.state === 'reserved') return { body: known.body };
		// Another try came between our look and the lock: the next one sees what became of it.
		if (known) throw new OperationalError('another try of this is under way');
		const over = await overCap(tx, standing, step.key, request);
		const [written] = await tx
			.insert(calls)
			.values({
				key: step.key,
				kind: request.kind,
				destinationId: request.destinationId,
				enrollmentId: step.enrollmentId,
				journeyId: standing.row.journeyId,
				nodeId: step.nodeId,
				visit: step.visit,
				customerId: standing.profile.facts.id,
				body: await envelope(tx, standing, step, request),
				amountMinor: request.gives?.minor ?? null,
				currency: request.gives?.currency ?? null,
				...(over
					? { state: 'suppressed' as const, reason: 'over-cap', evidence: over, settledAt: new Date() }
					: { state: 'reserved' as const }),
			})
			// As Postgres keeps it: later tries read it from there, and are to be the same to the byte.
			.returning({ body: calls.body });
		if (over) return { state: 'suppressed' as const, reason: 'over-cap', evidence: over, calledAt: null };
		if (!written) throw new Error('a call that was just written is gone');
		return written;
	});
}

/** Why the customer would get more than the cap allows; null when she would not. Over all journeys. */
async function overCap(tx: Tx, { profile }: Standing, key: string, { kind, gives }: CallRequest) {
	if (!gives) return null;
	const [row] = await tx
		.select({ given: sql<number>`coalesce(sum(${calls.amountMinor}), 0)::int` })
		.from(calls)
		.where(
			and(
				anyOf(calls.customerId, profile.ids),
				eq(calls.kind, kind),
				eq(calls.currency, gives.currency),
				inArray(calls.state, COUNTED),
				gt(calls.createdAt, new Date(Date.now() - durationMs(gives.cap.per))),
				ne(calls.key, key),
			),
		);
	const given = row?.given ?? 0;
	if (given + gives.minor <= gives.cap.minor) return null;
	return { given, wanted: gives.minor, cap: gives.cap.minor, per: gives.cap.per, currency: gives.currency };
}

/** What every receiver gets, in one shape: docs/calls.md. Of the customer her ids only; what else it needs the marketer says. */
async function envelope(
	tx: Tx,
	{ row, profile }: Standing,
	step: Step,
	{ type, data }: CallRequest,
): Promise<JsonObject> {
	const ids = await tx
		.select({ kind: identities.kind, value: identities.value })
		.from(identities)
		.where(and(anyOf(identities.customerId, profile.ids), inArray(identities.kind, ['user_id', 'loyalty_card'])))
		.orderBy(identities.kind, identities.value);
	const valuesOf = (wanted: string) => ids.filter(({ kind }) => kind === wanted).map(({ value }) => value);
	return {
		type,
		timestamp: new Date(step.clock).toISOString(),
		key: step.key,
		customer: { id: profile.facts.id, user_ids: valuesOf('user_id'), loyalty_cards: valuesOf('loyalty_card') },
		journey: { id: row.journeyId, enrollment_id: row.id, node_id: step.nodeId },
		trigger: {
			name: row.trigger.name,
			timestamp: new Date(row.trigger.at).toISOString(),
			properties: row.trigger.properties,
		},
		data,
	};
}
