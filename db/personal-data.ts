import { type SQL, sql } from 'drizzle-orm';

/** How a table's rows are a customer's; `ids` is a list of hers (uuid[]). */
const OF = {
	self: (ids: SQL) => sql`id = any(${ids})`,
	customer: (ids: SQL) => sql`customer_id = any(${ids})`,
	enrollment: (ids: SQL) => sql`enrollment_id in (select e.id from enrollments e where e.customer_id = any(${ids}))`,
	merge: (ids: SQL) => sql`(master_id = any(${ids}) or other_id = any(${ids}))`,
	subject: (ids: SQL) => sql`subject in (select i::text from unnest(${ids}) i)`,
	messageId: (ids: SQL) => sql`seq in (select e.seq from events e where e.customer_id = any(${ids}))`,
	/** Caught messages know addresses only, and keys that begin with the enrollment's id or name a request. */
	outbox: (ids: SQL) => sql`(recipient in (select value from identities where customer_id = any(${ids}))
		or key in (select key from sends where customer_id = any(${ids}))
		or key in (select key from consent_requests where customer_id = any(${ids})))`,
} as const;

type PersonalTable = {
	table: string;
	of: keyof typeof OF;
	/**
	 * What becomes of her rows: gone, or what they say of her overwritten, so that counts (how many went this way, how
	 * many vouchers an offer gave) stay right. What stays names nobody: an opaque id, codes of ours, instants.
	 */
	erase: 'delete' | Record<string, string>;
};

const EMPTY = `'{}'::jsonb`;

/**
 * Every table that says something about a person, in the order in which it is erased: what others are found by comes
 * last. A table that names a customer and is not here fails a test.
 *
 * Consents go too. Proof may be kept for legal claims (GDPR art. 17(3)(e)), but proof that names nobody proves nothing, and
 * proof that names her is what she asked us to erase; without a consent nothing is sent, so her objection holds.
 */
export const PERSONAL_DATA: readonly PersonalTable[] = [
	{ table: 'outbox', of: 'outbox', erase: 'delete' },
	{ table: 'audit_log', of: 'subject', erase: { detail: EMPTY } },
	{ table: 'commands', of: 'enrollment', erase: { last_error: 'null' } },
	{ table: 'steps', of: 'enrollment', erase: { evidence: EMPTY } },
	{
		table: 'sends',
		of: 'customer',
		erase: { recipient: 'null', message: 'null', evidence: EMPTY, provider_id: 'null' },
	},
	{ table: 'calls', of: 'customer', erase: { body: EMPTY, evidence: EMPTY } },
	{
		table: 'vouchers',
		of: 'customer',
		erase: {
			title: `''`,
			terms: `''`,
			redemption_key: 'null',
			order_id: 'null',
			state: `case when state = 'issued' then 'cancelled' else state end`,
		},
	},
	{
		table: 'redemption_conflicts',
		of: 'customer',
		erase: { properties: EMPTY, note: `''`, redemption_key: 'id::text' },
	},
	{
		table: 'stock_leases',
		of: 'customer',
		// An order's number leads to her in other systems.
		erase: { ended_why: `case when ended_why like 'order:%' then 'order' else ended_why end` },
	},
	{ table: 'store_tasks', of: 'customer', erase: 'delete' },
	{ table: 'site_messages', of: 'customer', erase: 'delete' },
	{ table: 'points', of: 'customer', erase: 'delete' },
	{ table: 'referrals', of: 'customer', erase: 'delete' },
	{ table: 'referral_codes', of: 'customer', erase: 'delete' },
	{ table: 'consent_requests', of: 'customer', erase: 'delete' },
	{ table: 'form_submissions', of: 'customer', erase: 'delete' },
	{ table: 'consents', of: 'customer', erase: 'delete' },
	{ table: 'segment_members', of: 'customer', erase: 'delete' },
	{ table: 'reviews', of: 'customer', erase: 'delete' },
	{ table: 'trend_seen', of: 'customer', erase: 'delete' },
	{ table: 'fan_out_candidates', of: 'customer', erase: 'delete' },
	{ table: 'event_queue', of: 'customer', erase: 'delete' },
	{ table: 'event_ids', of: 'messageId', erase: 'delete' },
	{ table: 'events', of: 'customer', erase: 'delete' },
	{
		table: 'enrollments',
		of: 'customer',
		erase: {
			entry_key: `''`,
			trigger: `jsonb_build_object('seq', trigger -> 'seq', 'name', trigger -> 'name', 'properties', ${EMPTY},
				'at', trigger -> 'at', 'receivedAt', trigger -> 'receivedAt', 'knownAt', trigger -> 'knownAt')`,
			late: `'[]'::jsonb`,
			error: 'null',
		},
	},
	{ table: 'own_profiles', of: 'customer', erase: 'delete' },
	{ table: 'merges', of: 'merge', erase: 'delete' },
	{ table: 'identities', of: 'customer', erase: 'delete' },
	{
		table: 'customers',
		of: 'self',
		erase: {
			traits: EMPTY,
			locale: 'null',
			country: 'null',
			time_zone: 'null',
			home_store_id: 'null',
			lifecycle: 'null',
			scores: 'null',
			merged_into: 'null',
			erased_at: 'now()',
		},
	},
];

/** A customer's rows of a table; `ids`: everybody she is. */
export function herRows({ of }: PersonalTable, ids: readonly string[]): SQL {
	return OF[of](sql`${sql.param([...ids])}::uuid[]`);
}
