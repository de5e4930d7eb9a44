import { v7 as uuid } from 'uuid';
import type { Channel } from '@/lib/channel';
import type { Tx } from './client';
import { consents } from './schema';

export type ConsentDecision = {
	customerId: string;
	channel: Channel;
	granted: boolean;
	/** Where it was given: `identify`, `unsubscribe-page`, `one-click`, `sms-stop`, `sms-start`, … */
	source: string;
	/** The words the customer agreed to, when the source knows them. */
	wording?: string;
	/** UTC instant. */
	decidedAt: Date;
};

/** Keeps decisions for ever; the latest one holds. */
export async function recordConsents(tx: Tx, decisions: ConsentDecision[]): Promise<void> {
	if (decisions.length > 0)
		await tx.insert(consents).values(decisions.map((decision) => ({ id: uuid(), ...decision })));
}
