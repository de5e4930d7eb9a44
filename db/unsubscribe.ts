import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Channel } from '@/lib/channel';
import { OWN_IDS } from '@/lib/segment';
import type { Db } from './client';
import { recordConsents } from './consents';
import { loadProfile } from './profiles';
import { recordEvents } from './record-events';
import { customers } from './schema';

/**
 * Writes a customer's decision about a channel down, with an event that journeys and her timeline show. A repeat (a mail
 * client that posts twice) is the same decision. `id`: of the message it answers.
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
	await db.transaction(async (tx) => {
		// Under the lock that sends are reserved under: what leaves after the answer was decided after it.
		await tx.execute(sql`select 1 from ${customers} where ${customers.id} = ${customerId} for no key update`);
		if ((await loadProfile(tx, customerId)).consents[channel] === granted) return;
		const at = new Date();
		await recordConsents(tx, [{ customerId, channel, granted, source, decidedAt: at }]);
		await recordEvents(tx, [
			{
				messageId: `${OWN_IDS}consent:${createHash('sha256').update(`${id}:${granted}:${at.toISOString()}`).digest('hex').slice(0, 32)}`,
				name: granted ? 'Subscribed' : 'Unsubscribed',
				customerId,
				at,
				source: 'parcours',
				properties: { channel, source },
			},
		]);
	});
}
