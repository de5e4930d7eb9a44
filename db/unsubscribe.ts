import { createHash } from 'node:crypto';
import type { Channel } from '@/lib/channel';
import type { Db } from './client';
import { recordConsents } from './consents';
import { recordEvents } from './record-events';

/**
 * Writes a customer's decision about a channel down, with an event that journeys and her timeline show. `id` makes a
 * repeat (a mail client that posts twice) the same decision.
 */
export async function decideByCustomer(
	db: Db,
	{
		customerId,
		channel,
		granted,
		source,
		id,
	}: { customerId: string; channel: Channel; granted: boolean; source: string; id: string },
): Promise<void> {
	const at = new Date();
	await db.transaction(async (tx) => {
		await recordConsents(tx, [{ customerId, channel, granted, source, decidedAt: at }]);
		await recordEvents(tx, [
			{
				messageId: `consent:${createHash('sha256').update(`${id}:${granted}:${at.toISOString()}`).digest('hex').slice(0, 32)}`,
				name: granted ? 'Subscribed' : 'Unsubscribed',
				customerId,
				at,
				source: 'parcours',
				properties: { channel, source },
			},
		]);
	});
}
