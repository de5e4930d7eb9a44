import { type SQL, sql } from 'drizzle-orm';

/** Shorter ones are in many payloads without meaning her. */
const TELLING = 6;

/**
 * A payload of the retailer's system that gave an event of hers, or that has not given all of its events yet and says
 * something she is found by: as it is kept, in whatever case, a phone number however it is written.
 */
const payloadOf = (
	ids: SQL,
) => sql`(id in (select l.payload_id from source_payload_customers l where l.customer_id = any(${ids}))
	or (state <> 'mapped' or events = 0) and exists (
		select from jsonb_path_query(payload, '$.** ? (@.type() == "string" || @.type() == "number")') said,
			lateral (select trim(said #>> '{}') as word, regexp_replace(said #>> '{}', '\\D', '', 'g') as digits) w
		join identities i on i.customer_id = any(${ids}) and length(i.value) >= ${TELLING}
			and (lower(w.word) = lower(i.value)
				or i.kind = 'phone' and w.word ~ '^[+0-9 ().-]+$' and length(w.digits) >= 9 and right(w.digits, 9) = right(i.value, 9))))`;

/** How a table's rows are a customer's; `ids` is a list of hers (uuid[]). */
const OF = {
	self: (ids: SQL) => sql`id = any(${ids})`,
	customer: (ids: SQL) => sql`customer_id = any(${ids})`,
	enrollment: (ids: SQL) => sql`enrollment_id in (select e.id from enrollments e where e.customer_id = any(${ids}))`,
	merge: (ids: SQL) => sql`(master_id = any(${ids}) or other_id = any(${ids}))`,
	subject: (ids: SQL) => sql`subject in (select i::text from unnest(${ids}) i)`,
	messageId: (ids: SQL) => sql`seq in (select e.seq from events e where e.customer_id = any(${ids}))`,
	payload: payloadOf,
	/** Of those the ones that gave events of nobody else: what also speaks of others is not hers to have. */
	ownPayload: (ids: SQL) => sql`${payloadOf(ids)} and not exists (
		select from source_payload_customers l where l.payload_id = id and l.customer_id <> all(${ids}))`,
	/** Caught messages know addresses only, and keys that begin with the enrollment's id or name a request. */
	outbox: (ids: SQL) => sql`(recipient in (select value from identities where customer_id = any(${ids}))
		or key in (select key from sends where customer_id = any(${ids}))
		or key in (select key from consent_requests where customer_id = any(${ids})))`,
} as const;

type PersonalTable = {
	table: string;
	of: keyof typeof OF;
	/** Which of them she is given when she asks for what we have; not said: all. */
	given?: keyof typeof OF;
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
	{ table: 'source_payloads', of: 'payload', given: 'ownPayload', erase: 'delete' },
	{ table: 'source_payload_customers', of: 'customer', erase: 'delete' },
	{ table: 'audit_log', of: 'subject', erase: { detail: EMPTY } },
	{ table: 'commands', of: 'enrollment', erase: { last_error: 'null' } },
	// A reason is a code of ours; one with a space in it is a sentence, which may quote her.
	{ table: 'steps', of: 'enrollment', erase: { evidence: EMPTY, why: `case when why not like '% %' then why end` } },
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
			found_by: 'null',
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

/** Those of them that she is given a copy of. */
export function rowsForHer({ of, given = of }: PersonalTable, ids: readonly string[]): SQL {
	return OF[given](sql`${sql.param([...ids])}::uuid[]`);
}
