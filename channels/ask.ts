import { z } from 'zod';
import { config } from '@/config';
import type { Channel } from '@/lib/channel';
import { OperationalError } from '@/lib/errors';

const answer = z.object({ found: z.boolean() });

/** `GET <ask url>?key=…` answers `{ "found": boolean }`. */
export async function askReceiver(
	channel: Channel,
	key: string,
	timeoutMs: number,
): Promise<'accepted' | 'not-received' | 'cannot-ask'> {
	const base = channel === 'email' ? config().SMTP_ASK_URL : config().TWILIO_ASK_URL;
	if (!base) return 'cannot-ask';
	const url = `${base}?key=${encodeURIComponent(key)}`;
	try {
		const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
		if (!response.ok) throw new Error(`answered ${response.status}`);
		return answer.parse(await response.json()).found ? 'accepted' : 'not-received';
	} catch (cause) {
		throw new OperationalError(`the ${channel} receiver could not be asked`, { cause });
	}
}
