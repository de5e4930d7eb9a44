import { and, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import { ask, CALL_TIMEOUT_MS, type Delivered, deliver } from '@/channels/deliver';
import { unsubscribeUrl } from '@/channels/unsubscribe';
import type { Channel } from '@/lib/channel';
import { durationMs } from '@/lib/duration';
import { OperationalError, UserError } from '@/lib/errors';
import type { JsonObject } from '@/lib/event';
import { gate, type Verdict } from '@/lib/gate';
import { exitBy } from '@/lib/route';
import type { Message, RunResult } from '@/nodes/define';
import { anyOf } from './any-of';
import type { Db, Tx } from './client';
import { entryOf, historyNeedsOf, orderFor } from './enrollments';
import { eventsSince, factsOf } from './history';
import { customers, type SendState, sends } from './schema';
import { loadStanding, type Standing } from './standing';

/** States that count against a frequency cap: the customer has, or may have, the message. */
const COUNTED: SendState[] = ['reserved', 'calling', 'accepted', 'unknown'];
/** A send that left later than this after its logical time moves the clock, so that two messages “3 days apart” never leave together. */
const LATE_MS = 15 * 60_000;
/** A receiver asked right after a call may still be committing what it took. */
const SETTLING_MS = 3000;

export type SendRequest = {
	enrollmentId: string;
	nodeId: string;
	visit: number;
	channel: Channel;
	/** The logical time of the step, UTC epoch ms. */
	clock: number;
	/** There will be no other try: what nobody can tell now is `unknown`. */
	lastTry?: boolean | undefined;
	render: (standing: Standing) => Promise<Message>;
};

/** `enrollment:node:visit:channel`: the same for every try, never for another send. */
export function sendKey(request: Pick<SendRequest, 'enrollmentId' | 'nodeId' | 'visit' | 'channel'>): string {
	return `${request.enrollmentId}:${request.nodeId}:${request.visit}:${request.channel}`;
}

/**
 * One attempt to reach a customer. The ledger decides, before the provider is called: a repeated call answers what is
 * written, and a call that was cut off is asked about, never blindly repeated.
 * @throws OperationalError when the provider is certainly not reached: worth another try.
 */
export async function send(db: Db, request: SendRequest): Promise<RunResult> {
	const key = sendKey(request);
	const before = await recover(db, key, request);
	if (before) return before;

	const reserved = await reserve(db, request, key);
	if ('result' in reserved) return reserved.result;

	let message: Message;
	try {
		message = await request.render(reserved.standing);
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		await close(db, key, 'rejected', { reason: 'template-error', evidence: { detail: error.message } });
		return { port: 'failed', why: 'template-error', evidence: { key, detail: error.message } };
	}

	const calledAt = new Date();
	const calling = await db
		.update(sends)
		.set({ state: 'calling', calledAt, message, recipient: reserved.address, attempts: sql`${sends.attempts} + 1` })
		.where(and(eq(sends.key, key), eq(sends.state, 'reserved')))
		.returning({ key: sends.key });
	// Two tries of one step can be under way when Temporal was away and gave the first one up: one of them calls.
	if (calling.length === 0) throw new OperationalError('another try of this send is under way');
	const unsubscribe = unsubscribeUrl({ customerId: reserved.standing.profile.facts.id, channel: request.channel, key });
	const delivered = await deliver(message, {
		to: reserved.address,
		key,
		unsubscribeUrl: reserved.marketing ? unsubscribe : null,
		sender: reserved.sender,
	});
	return conclude(db, key, delivered, calledAt.getTime(), request);
}

/** What an earlier try of the same send has left behind; null when there is nothing to respect. */
async function recover(db: Db, key: string, { channel, clock, lastTry }: SendRequest): Promise<RunResult | null> {
	const [row] = await db.select().from(sends).where(eq(sends.key, key));
	if (!row) return null;
	const left = leftLate(row.calledAt?.getTime() ?? clock, clock);
	switch (row.state) {
		case 'accepted':
			return { port: 'sent', evidence: { key }, ...left };
		case 'unknown':
			return { port: 'sent', why: 'unknown', evidence: { key }, ...left };
		case 'rejected':
			return { port: 'failed', why: row.reason ?? 'rejected', evidence: { key } };
		case 'suppressed':
			return { port: 'skipped', why: row.reason ?? 'suppressed', evidence: { ...row.evidence, key } };
		case 'reserved':
			// The provider was never called: let every gate look again.
			await db.delete(sends).where(and(eq(sends.key, key), eq(sends.state, 'reserved')));
			return null;
		case 'calling': {
			// A call whose end nobody wrote down may be under way for as long as a call takes.
			const over = row.settledAt?.getTime() ?? (row.calledAt?.getTime() ?? 0) + CALL_TIMEOUT_MS;
			if (Date.now() < over + SETTLING_MS) throw new OperationalError('an earlier call may still be under way');
			const answer = await ask(channel, key).catch((error: unknown) => {
				if (lastTry && error instanceof OperationalError) return 'does-not-answer' as const;
				throw error;
			});
			if (answer === 'accepted') {
				await close(db, key, 'accepted', {});
				return { port: 'sent', evidence: { key }, ...left };
			}
			if (answer === 'not-received') {
				await db.delete(sends).where(and(eq(sends.key, key), eq(sends.state, 'calling')));
				return null;
			}
			await close(db, key, 'unknown', { reason: 'crash-mid-call' });
			return { port: 'sent', why: 'unknown', evidence: { key }, ...left };
		}
	}
}

type Reserved =
	| { result: RunResult }
	| { standing: Standing; address: string; marketing: boolean; sender: { name: string; email: string } };

/** The reserving transaction: locks the customer, lets every gate look, and writes the decision. */
async function reserve(db: Db, request: SendRequest, key: string): Promise<Reserved> {
	return db.transaction(async (tx): Promise<Reserved> => {
		await lockCustomer(tx, request.enrollmentId);
		// Read under the lock: an order of ops that was given a moment ago counts.
		const standing = await loadStanding(tx, request.enrollmentId);
		const { row, version, profile, workspace, status } = standing;
		const settings = version.graph.settings;
		const { channel } = request;
		const cap = workspace.frequencyCaps[channel];
		const now = Date.now();
		const override = settings.quietHours[channel];

		const address = channel === 'email' ? profile.facts.email : profile.facts.phone;
		const verdict: Verdict = gate({
			now,
			clock: request.clock,
			journey: status === 'live' || status === 'paused' ? status : 'stopped',
			leave: await leaveFor(tx, standing),
			channel,
			purpose: settings.purpose,
			address,
			consent: profile.consents[channel] ?? false,
			quietHours: override === undefined ? workspace.quietHours[channel] : override,
			zone: profile.facts.timeZone ?? workspace.timeZone,
			cap,
			sentAt: cap ? await sentSince(tx, profile.ids, channel, now - durationMs(cap.per), key) : [],
			maxLateness: settings.maxLateness,
		});

		const base = {
			key,
			enrollmentId: row.id,
			journeyId: row.journeyId,
			nodeId: request.nodeId,
			visit: request.visit,
			customerId: profile.facts.id,
			channel,
		};
		switch (verdict.do) {
			case 'hold':
				return { result: { held: true } };
			case 'leave':
				return { result: { leave: verdict.leave } };
			case 'defer':
				return { result: { deferUntil: verdict.until, why: verdict.why } };
			case 'suppress':
				await tx.insert(sends).values({
					...base,
					state: 'suppressed',
					reason: verdict.reason,
					evidence: verdict.evidence,
					settledAt: new Date(),
				});
				return { result: { port: 'skipped', why: verdict.reason, evidence: { ...verdict.evidence, key } } };
			case 'send':
				if (address === null) throw new Error('the gate let a send without an address pass');
				await tx.insert(sends).values({ ...base, state: 'reserved' });
				return {
					standing,
					address,
					marketing: settings.purpose === 'marketing',
					sender: { name: workspace.senderName, email: workspace.senderEmail },
				};
		}
	});
}

/** Locks the enrollment's customer and whom she was merged into: two sends to one person never look at the gates at once. */
async function lockCustomer(tx: Tx, enrollmentId: string): Promise<void> {
	const mine = sql`(select customer_id from enrollments where id = ${enrollmentId})`;
	for (;;) {
		const { rows } = await tx.execute<{ id: string; merged_into: string | null }>(sql`
			select id, merged_into from ${customers}
			where id = ${mine} or id = (select merged_into from customers where id = ${mine})
			order by id for no key update`);
		// She may have been merged while we waited for the lock.
		if (rows.every((c) => c.merged_into === null || rows.some(({ id }) => id === c.merged_into))) return;
	}
}

/** An order of ops, or an exit event that was received already: whatever a message would say, it is too late for it. */
async function leaveFor(tx: Tx, { row, version, profile, status }: Standing) {
	const order = orderFor(row.control, status);
	if (order?.by === 'order') return { ...order.ending, clock: row.state.clock };
	const listening = { entry: entryOf(row), trigger: row.trigger, exits: version.graph.settings.exits, await: null };
	if (listening.exits.length === 0) return null;
	const events = await eventsSince(
		tx,
		profile.ids,
		listening.exits.map((e) => e.event),
		listening.entry.at,
	);
	const facts = await factsOf(tx, profile, events.length > 0 ? historyNeedsOf(listening) : []);
	for (const event of events) {
		const wake = exitBy(event, listening, facts(event));
		if (wake) return { status: 'ended' as const, outcome: wake.outcome, clock: wake.clock };
	}
	return null;
}

async function sentSince(
	tx: Tx,
	customerIds: string[],
	channel: Channel,
	since: number,
	except: string,
): Promise<number[]> {
	const rows = await tx
		.select({ at: sends.createdAt })
		.from(sends)
		.where(
			and(
				anyOf(sends.customerId, customerIds),
				eq(sends.channel, channel),
				inArray(sends.state, COUNTED),
				gt(sends.createdAt, new Date(since)),
				ne(sends.key, except),
			),
		);
	return rows.map((r) => r.at.getTime());
}

/** When a send really left (UTC epoch ms), if that moves the clock. */
function leftLate(calledAt: number, clock: number): { leftAt?: number } {
	return calledAt - clock > LATE_MS ? { leftAt: calledAt } : {};
}

/** Writes down what the provider answered. */
async function conclude(
	db: Db,
	key: string,
	delivered: Delivered,
	calledAt: number,
	{ clock, lastTry }: SendRequest,
): Promise<RunResult> {
	switch (delivered.outcome) {
		case 'accepted':
			await close(db, key, 'accepted', { providerId: delivered.providerId });
			return { port: 'sent', evidence: { key }, ...leftLate(calledAt, clock) };
		case 'rejected':
			await close(db, key, 'rejected', { reason: delivered.reason, evidence: { detail: delivered.detail } });
			return { port: 'failed', why: delivered.reason, evidence: { key, detail: delivered.detail } };
		case 'unknown':
			if (lastTry) {
				await close(db, key, 'unknown', { reason: 'gave-up', evidence: { detail: delivered.detail } });
				return { port: 'sent', why: 'unknown', evidence: { key }, ...leftLate(calledAt, clock) };
			}
			// Left as `calling`, with the call's end: the next try asks the receiver, or calls it unknown.
			await db
				.update(sends)
				.set({ settledAt: new Date() })
				.where(and(eq(sends.key, key), eq(sends.state, 'calling')));
			throw new OperationalError('the call was cut off', { said: delivered.detail });
		case 'retry':
			if (lastTry) {
				await close(db, key, 'rejected', { reason: 'gave-up', evidence: { detail: delivered.detail } });
				return { port: 'failed', why: 'gave-up', evidence: { key, detail: delivered.detail } };
			}
			await db
				.update(sends)
				.set({ state: 'reserved', evidence: { detail: delivered.detail } })
				.where(and(eq(sends.key, key), eq(sends.state, 'calling')));
			throw new OperationalError('the provider did not take it', { said: delivered.detail });
	}
}

/** The ledger's only way from an open state to a final one. */
async function close(
	db: Db,
	key: string,
	state: 'accepted' | 'rejected' | 'unknown',
	outcome: { reason?: string; evidence?: JsonObject; providerId?: string },
): Promise<void> {
	await db
		.update(sends)
		.set({
			state,
			settledAt: new Date(),
			reason: outcome.reason ?? null,
			...(outcome.evidence ? { evidence: outcome.evidence } : {}),
			...(outcome.providerId ? { providerId: outcome.providerId } : {}),
		})
		.where(and(eq(sends.key, key), inArray(sends.state, ['reserved', 'calling'])));
}
