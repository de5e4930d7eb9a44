import { sql } from 'drizzle-orm';

/**
 * Of a customer's addresses (`identities i`) the one she is written to comes first: what the retailer's servers said last;
 * else what she confirmed, else what a page said, and of those the one known longest. Whoever reads a site's source can
 * say an address of anybody, and confirm one that is his own: neither may take the place of the one in use.
 */
export const WRITTEN_TO = sql`i.vouched_at desc nulls last, i.verified desc, i.known_at, i.first_seen_at, i.value`;
