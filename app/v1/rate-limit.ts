/** Events a key may send in a second, for long and in a burst; a process counts its own. */
const PER_SECOND = 20_000;
const BURST = 60_000;

const buckets = new Map<string, { tokens: number; at: number }>();

/** Takes tokens for events; answers 0, or after how many seconds to try again. */
export function takeTokens(key: string, events: number, now = Date.now()): number {
	const bucket = buckets.get(key) ?? { tokens: BURST, at: now };
	const tokens = Math.min(BURST, bucket.tokens + ((now - bucket.at) / 1000) * PER_SECOND);
	const enough = tokens >= events;
	buckets.set(key, { tokens: enough ? tokens - events : tokens, at: now });
	return enough ? 0 : Math.max(1, Math.ceil((events - tokens) / PER_SECOND));
}
