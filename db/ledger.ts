import { and, eq, sql } from 'drizzle-orm';
import { ask, CALL_TIMEOUT_MS, deliver } from '@/channels/deliver';
import { unsubscribeUrl } from '@/channels/unsubscribe';
import type { Channel } from '@/lib/channel';
import { consentTo, DEFAULT_PURPOSE } from '@/lib/consent';
import { UserError } from '@/lib/errors';
import type { JsonObject } from '@/lib/event';
import { gate, type Verdict } from '@/lib/gate';
import { kindOfStep, pressureOf } from '@/lib/pressure';
import type { Promised } from '@/lib/promise';
import { exitBy } from '@/lib/route';
import type { Message, RunResult } from '@/nodes/define';
import type { Db, Tx } from './client';
import { entryOf, needsOf, orderFor } from './enrollments';
import { factsOf } from './facts';
import { heardSince } from './heard-since';
import { customerOf, lockCustomer } from './lock-customer';
import { close, conclude, recover, type Settled, startCalling } from './outgoing';
import { addressOf, pressureOn } from './pressure';
import { promiseOf } from './promises';
import { sends } from './schema';
import { loadStanding, type Standing } from './standing';

/** A send that left later than this after its logical time moves the clock, so that two messages “3 days apart” never leave together. */
const LATE_MS = 15 * 60_000;

export type SendRequest = {
	enrollmentId: string;
	nodeId: string;
	visit: number;
	channel: Channel;
	/** What the customer must have agreed to, of a marketing message; offers and news when it does not say. */
	purpose?: string | undefined;
	/** The logical time of the step, UTC epoch ms. */
	clock: number;
	/** There will be no other try: what nobody can tell now is `unknown`. */
	lastTry?: boolean | undefined;
	/** What must still be true when it leaves. */
	promised?: Promised | null | undefined;
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
	const before = await recovered(db, key, request);
	if (before) return before;

	const reserved = await reserve(db, request, key);
	if ('result' in reserved) return reserved.result;

	let message: Message;
	try {
		message = await request.render(reserved.standing);
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		const evidence = { detail: error.message };
		const refused = await close(db, 'sends', key, {
			state: 'rejected',
			reason: 'template-error',
			evidence,
			calledAt: null,
		});
		return resultOf(refused, key, request.clock);
	}

	const calledAt = await startCalling(
		db,
		'sends',
		key,
		sql`, message = ${JSON.stringify(message)}::jsonb, recipient = ${reserved.address}`,
	);
	const unsubscribe = unsubscribeUrl({
		customerId: reserved.standing.profile.facts.id,
		channel: request.channel,
		purpose: request.purpose ?? DEFAULT_PURPOSE,
		key,
	});
	const delivered = await deliver(message, {
		to: reserved.address,
		key,
		unsubscribeUrl: reserved.marketing ? unsubscribe : null,
		sender: reserved.sender,
	});
	const settled = await conclude(db, 'sends', key, delivered, { calledAt, lastTry: request.lastTry });
	const result = resultOf(settled, key, request.clock);
	// For ops: whose messages made way for this one.
	return reserved.ahead.length > 0 ? { ...result, evidence: { ...result.evidence, ahead: reserved.ahead } } : result;
}

/** What an earlier try of the same send has left behind; null when there is nothing to respect. */
async function recovered(db: Db, key: string, { channel, clock, lastTry }: SendRequest): Promise<RunResult | null> {
	const before = await recover(db, 'sends', key, { ask: () => ask(channel, key), timeoutMs: CALL_TIMEOUT_MS, lastTry });
	if (before === null) return null;
	if (before !== 'open') return resultOf(before, key, clock);
	// The provider does not have it: let every gate look again.
	await db.delete(sends).where(and(eq(sends.key, key), eq(sends.state, 'reserved')));
	return null;
}

type Reserved =
	| { result: RunResult }
	| {
			standing: Standing;
			address: string;
			marketing: boolean;
			/** The journeys whose messages it goes before. */
			ahead: JsonObject[];
			sender: { name: string; email: string };
	  };

/** The reserving transaction: locks the customer, lets every gate look, and writes the decision. */
async function reserve(db: Db, request: SendRequest, key: string): Promise<Reserved> {
	return db.transaction(async (tx): Promise<Reserved> => {
		await lockCustomer(tx, customerOf(request.enrollmentId));
		// Read under the lock: an order of ops that was given a moment ago counts.
		const standing = await loadStanding(tx, request.enrollmentId);
		const { row, version, profile, workspace, status } = standing;
		const settings = version.graph.settings;
		const { channel, purpose = DEFAULT_PURPOSE } = request;
		const now = Date.now();
		const override = settings.quietHours[channel];

		const { priority } = pressureOf(settings);
		const kind = kindOfStep(settings, version.configOf(request.nodeId));
		const address = addressOf(profile.facts, channel);
		const verdict: Verdict = gate({
			now,
			clock: request.clock,
			journey: status === 'live' || status === 'paused' ? status : 'stopped',
			leave: await leaveFor(tx, standing),
			channel,
			kind,
			address,
			consent: consentTo(profile.consentsTo, channel, purpose),
			consentFor: purpose,
			quietHours: override === undefined ? workspace.quietHours[channel] : override,
			zone: profile.facts.timeZone ?? workspace.timeZone,
			maxLateness: settings.maxLateness,
			promise: await promiseOf(tx, standing, request.promised ?? null, now),
			...(await pressureOn(tx, standing, { ...request, key, now })),
		});

		const base = {
			key,
			enrollmentId: row.id,
			journeyId: row.journeyId,
			nodeId: request.nodeId,
			visit: request.visit,
			customerId: profile.facts.id,
			channel,
			promotional: kind === 'promotional',
			priority,
		};
		switch (verdict.do) {
			case 'hold':
				return { result: { held: true } };
			case 'leave':
				return { result: { leave: verdict.leave } };
			case 'defer':
				return { result: { deferUntil: verdict.until, why: verdict.why, evidence: verdict.evidence } };
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
					marketing: kind !== 'service',
					ahead: verdict.ahead,
					sender: { name: workspace.senderName, email: workspace.senderEmail },
				};
		}
	});
}

/** An order of ops, or an exit event that was received already: whatever a message would say, it is too late for it. */
export async function leaveFor(tx: Tx, { row, version, profile, status }: Standing) {
	const order = orderFor(row.control, status);
	if (order?.by === 'order') return { ...order.ending, clock: row.state.clock };
	const listening = { entry: entryOf(row), trigger: row.trigger, exits: version.meaning.exits, await: null };
	if (listening.exits.length === 0) return null;
	const events = await heardSince(tx, profile.ids, listening);
	if (events.length === 0) return null;
	const facts = await factsOf(tx, profile, { events, trigger: listening.trigger }, needsOf(listening));
	for (const event of events) {
		const wake = exitBy(event, listening, facts(event));
		if (wake) return { status: 'ended' as const, outcome: wake.outcome, clock: wake.clock };
	}
	return null;
}

/** How a step leaves whose send is settled. When it really left (UTC epoch ms) is said if that moves the clock. */
function resultOf(
	{ state, reason, evidence, calledAt }: Settled,
	key: string,
	clock: number,
): Extract<RunResult, { port: string }> {
	const left = calledAt !== null && calledAt - clock > LATE_MS ? { leftAt: calledAt } : {};
	switch (state) {
		case 'accepted':
			return { port: 'sent', evidence: { key }, ...left };
		case 'unknown':
			return { port: 'sent', why: 'unknown', evidence: { key }, ...left };
		case 'rejected':
			return { port: 'failed', why: reason ?? 'rejected', evidence: { ...evidence, key } };
		case 'suppressed':
			return { port: 'skipped', why: reason ?? 'suppressed', evidence: { ...evidence, key } };
	}
}
