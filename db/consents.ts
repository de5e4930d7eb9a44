import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { CHANNELS, type Channel } from '@/lib/channel';
import { OWN_SOURCES, type OwnSource, standsByHerself } from '@/lib/consent';
import type { JsonObject } from '@/lib/event';
import { OWN_IDS } from '@/lib/segment';
import type { Db, Tx } from './client';
import { loadProfile, type Profile } from './profiles';
import { recordEvents } from './record-events';
import { consents, customers } from './schema';

export type ConsentDecision = {
	customerId: string;
	channel: Channel;
	purpose: string;
	granted: boolean;
	/** Where it was given: `identify`, or what she did herself (`OWN_SOURCES` of lib/consent.ts). */
	source: string;
	/** The words the customer agreed to, when the source knows them. */
	wording?: string | undefined;
	/** What shows that she agreed: the form and its version, when it was shown, asked for and confirmed. */
	proof?: JsonObject | undefined;
	/** UTC instant. */
	decidedAt: Date;
};

/** Keeps decisions for ever; which one holds is for lib/consent.ts to say. */
export async function recordConsents(tx: Tx, decisions: ConsentDecision[]): Promise<void> {
	if (decisions.length > 0)
		await tx.insert(consents).values(decisions.map((decision) => ({ id: uuid(), ...decision })));
}

/** What a customer decides herself, with us. `id`: of what she answers (a message, a form), for the events' ids. */
export type OwnDecision = {
	customerId: string;
	source: OwnSource;
	id: string;
	decided: { channel: Channel; purpose: string; granted: boolean; wording?: string; proof?: JsonObject }[];
};

/**
 * Writes a customer's own decisions down, with an event for each that changes something: journeys and her timeline hear
 * `Consent Given` and `Consent Withdrawn`. A repeat (a mail client that posts twice) is the same decision; one that
 * brings a proof is always kept.
 */
export async function decideByCustomer(db: Db, { customerId, ...own }: OwnDecision): Promise<void> {
	await db.transaction(async (tx) => {
		await lockForDecision(tx, customerId);
		await recordOwnDecisions(tx, await loadProfile(tx, customerId), own);
	});
}

/** A customer's answer to everything we write on a channel: STOP, and START, which takes back what STOP withdrew. */
export async function decideAboutChannel(
	db: Db,
	{ customerId, channel, granted, ...own }: Omit<OwnDecision, 'decided'> & { channel: Channel; granted: boolean },
	purposes: string[],
): Promise<void> {
	await db.transaction(async (tx) => {
		await lockForDecision(tx, customerId);
		const profile = await loadProfile(tx, customerId);
		const of = granted ? await stopped(tx, profile, channel) : purposesOf(profile, channel, purposes);
		const decided = of.map((purpose) => ({ channel, purpose, granted }));
		await recordOwnDecisions(tx, profile, { ...own, decided });
	});
}

/** No message of any purpose on any channel any more, but about what she ordered. */
export async function withdrawEverything(
	db: Db,
	{ customerId, ...own }: Omit<OwnDecision, 'decided'>,
	purposes: string[],
): Promise<void> {
	await db.transaction(async (tx) => {
		await lockForDecision(tx, customerId);
		const profile = await loadProfile(tx, customerId);
		const decided = CHANNELS.flatMap((channel) =>
			purposesOf(profile, channel, purposes).map((purpose) => ({ channel, purpose, granted: false })),
		);
		await recordOwnDecisions(tx, profile, { ...own, decided });
	});
}

/** The settings' purposes, and those she agreed to before they were taken out of the settings. */
function purposesOf({ consentsTo }: Profile, channel: Channel, purposes: string[]): string[] {
	return [...new Set([...purposes, ...Object.keys(consentsTo[channel] ?? {})])];
}

/** Under the lock that sends are reserved under: what leaves after the answer was decided after it. */
export async function lockForDecision(tx: Tx, customerId: string): Promise<void> {
	await tx.execute(sql`
		select 1 from ${customers} where id = ${customerId} or id = (select merged_into from customers where id = ${customerId})
		order by id for no key update`);
}

/** The purposes that her last word withdrew by STOP, having been agreed to before. */
async function stopped(tx: Tx, { ids, consentsTo }: Profile, channel: Channel): Promise<string[]> {
	const { rows } = await tx.execute<{ purpose: string }>(sql`
		select last.purpose from (
			select distinct on (purpose) purpose, source, granted from ${consents}
			where customer_id = any(${sql.param(ids)}::uuid[]) and channel = ${channel} and source = any(${sql.param([...OWN_SOURCES])}::text[])
			order by purpose, decided_at desc, id desc) last
		where last.source = 'sms-stop' and exists (
			select 1 from ${consents} before where before.customer_id = any(${sql.param(ids)}::uuid[])
				and before.channel = ${channel} and before.purpose = last.purpose and before.granted)`);
	return rows.map(({ purpose }) => purpose).filter((purpose) => consentsTo[channel]?.[purpose] === false);
}

/** In the transaction that locked her; `profile` was read under the lock. */
export async function recordOwnDecisions(
	tx: Tx,
	profile: Profile,
	{ source, id, decided }: Omit<OwnDecision, 'customerId'>,
): Promise<void> {
	const at = new Date();
	const customerId = profile.facts.id;
	const kept = decided.filter(
		({ channel, purpose, granted, proof }) =>
			proof || !standsByHerself(profile.decisions, { channel, purpose, granted }),
	);
	await recordConsents(
		tx,
		kept.map((each) => ({ ...each, customerId, source, decidedAt: at })),
	);
	const changes = kept.filter(
		({ channel, purpose, granted }) => (profile.consentsTo[channel]?.[purpose] ?? null) !== granted,
	);
	await recordEvents(
		tx,
		changes.map(({ channel, purpose, granted, wording }) => ({
			messageId: `${OWN_IDS}consent:${createHash('sha256').update(`${id}:${channel}:${purpose}:${granted}:${at.toISOString()}`).digest('hex').slice(0, 32)}`,
			name: granted ? 'Consent Given' : 'Consent Withdrawn',
			customerId,
			at,
			source: 'parcours',
			properties: { channel, purpose, source, ...(wording ? { wording } : {}) },
		})),
	);
}
