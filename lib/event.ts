import { z } from 'zod';
import type { Instant } from './instant';

export const json: z.ZodType<Json> = z.lazy(() =>
	z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/**
 * An event as the rules see it. `at` is the effective time, `receivedAt` when we got it, `knownAt` when it
 * could be known (receipt for live events, effective time for imported history); all UTC epoch milliseconds.
 */
export const eventFact = z.object({
	seq: z.number().int(),
	name: z.string(),
	properties: z.record(z.string(), json),
	at: z.number().int(),
	receivedAt: z.number().int(),
	knownAt: z.number().int(),
	/** It came without a customer: whom it concerns, journeys say. */
	nobody: z.literal(true).optional(),
});
export type EventFact = z.infer<typeof eventFact>;

export function instantOf(event: EventFact): Instant {
	return { at: event.at, seq: event.seq };
}

/** What a property says, as text: tills and shops send ids as text or as numbers. Null: nothing. */
export function textIn(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}
