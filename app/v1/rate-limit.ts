import { config } from '@/config';

/** A burst may be as long as this many seconds of the limit; a process counts its own. */
const BURST_SECONDS = 4;

const buckets = new Map<string, { tokens: number; at: number }>();

/** Takes tokens for a key's events; answers 0, or after how many seconds to try again. */
export function takeTokens(key: string, events: number, now = Date.now()): number {
	const perSecond = config().EVENTS_PER_SECOND;
	const burst = perSecond * BURST_SECONDS;
	// A batch that is larger than any burst goes through when nothing went before it.
	const wanted = Math.min(events, burst);
	const bucket = buckets.get(key) ?? { tokens: burst, at: now };
	const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
	const enough = tokens >= wanted;
	buckets.set(key, { tokens: enough ? tokens - wanted : tokens, at: now });
	return enough ? 0 : Math.max(1, Math.ceil((wanted - tokens) / perSecond));
}
