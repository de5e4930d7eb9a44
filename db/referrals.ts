import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { config } from '@/config';
import { type Referred, referralCodeIn, type Tie } from '@/lib/referral';
import { type Call, ownId } from '@/lib/segment';
import type { Db, Tx } from './client';
import { dueAgain } from './due';
import type { RecordedEvent } from './record-events';
import { newCode } from './voucher-codes';

/** The link a customer sends to her friends. It has a code of her own, made when first needed, and says nothing of her. */
export async function referralUrl(tx: Tx, customerId: string): Promise<string> {
	const code = (await codeOf(tx, customerId)) ?? (await makeCode(tx, customerId));
	return linkOf(code);
}

export function linkOf(code: string): string {
	return `${config().PARCOURS_URL}/r/${code}`;
}

/** The oldest of whoever she was: those of profiles that were merged into hers go on leading to her. Null: none yet. */
export async function codeOf(tx: Tx, customerId: string): Promise<string | null> {
	const { rows } = await tx.execute<{ code: string }>(sql`
		select r.code from customers c join referral_codes r on r.customer_id = c.id
		where c.id = ${customerId} or c.merged_into = ${customerId} order by r.created_at, r.code limit 1`);
	return rows[0]?.code ?? null;
}

async function makeCode(tx: Tx, customerId: string): Promise<string> {
	await tx.execute(sql`
		insert into referral_codes (code, customer_id) values (${newCode()}, ${customerId})
		on conflict (customer_id) do nothing`);
	const code = await codeOf(tx, customerId);
	if (!code) throw new Error(`no referral code was written for ${customerId}`);
	return code;
}

/** Is it a code that somebody has? */
export async function isReferralCode(db: Db, code: string): Promise<boolean> {
	const { rows } = await db.execute(sql`select 1 from referral_codes where code = ${code}`);
	return rows.length > 0;
}

/** Remembers who came by whose code. The same friend by the same code again changes nothing. */
export async function tieReferrals(tx: Tx, rows: { customerId: string | null; call: Call }[]): Promise<void> {
	const ties = rows.flatMap(({ customerId, call }) => {
		const code = customerId && referralCodeIn(call);
		return code ? [{ id: uuid(), code, friend: customerId, at: new Date(call.at) }] : [];
	});
	if (ties.length === 0) return;
	const tied = await tx.execute<{ customer_id: string }>(sql`
		insert into referrals (id, code, customer_id, tied_at)
		select t.id, t.code, t.friend, t.at
		from jsonb_to_recordset(${JSON.stringify(ties)}::jsonb) as t(id uuid, code text, friend uuid, at timestamptz)
		join referral_codes c on c.code = t.code
		order by t.friend, t.code, t.at
		on conflict (customer_id, code) do nothing returning customer_id`);
	const friends = tied.rows.map((row) => row.customer_id);
	// She may have ordered already: what is told late is looked at as if it had been told in time.
	if (friends.length > 0)
		await dueAgain(tx, sql`select distinct unnest(${sql.param(friends)}::uuid[]) as id`, Date.now());
}

/** By friend (a master): the codes she brought, whoever she was then. Of who was won before there are none. */
export async function openTies(tx: Tx, friends: string[]): Promise<Map<string, Tie[]>> {
	const { rows } = await tx.execute<{ friend: string; id: string; by: string; at: Date; kept: boolean }>(sql`
		select coalesce(f.merged_into, f.id) as friend, r.id, coalesce(a.merged_into, a.id) as by, r.tied_at as at,
			r.kept_at is not null as kept
		from customers f join referrals r on r.customer_id = f.id
		join referral_codes c on c.code = r.code join customers a on a.id = c.customer_id
		where f.id = any(${sql.param(friends)}::uuid[]) or f.merged_into = any(${sql.param(friends)}::uuid[])`);
	const won = new Set(rows.flatMap(({ friend, kept }) => (kept ? [friend] : [])));
	const ties = new Map<string, Tie[]>();
	for (const { friend, id, by, at } of rows)
		if (!won.has(friend)) ties.set(friend, [...(ties.get(friend) ?? []), { id, by, at: new Date(at).getTime() }]);
	return ties;
}

/**
 * Writes down who was won, and answers the events that tell of it: one for who sent the link, one for her friend. The
 * friends' rows must be locked.
 */
export async function writeWon(
	tx: Tx,
	judged: { friend: string; referral: Referred }[],
	now: number,
): Promise<RecordedEvent[]> {
	const won = judged.flatMap(({ friend, referral }) => (referral.is === 'kept' ? [{ friend, ...referral }] : []));
	if (won.length === 0) return [];
	await tx.execute(sql`
		update referrals set kept_at = ${new Date(now)}
		where id = any(${sql.param(won.map(({ tie }) => tie.id))}::uuid[])`);
	return won.flatMap(({ friend, tie, orderId }) => {
		const told = (name: string, customerId: string, properties: RecordedEvent['properties']) => ({
			messageId: ownId(name, tie.id),
			...{ name, customerId, properties, at: new Date(now), source: 'parcours' },
		});
		return [
			// Nothing of the friend: whom she won, the one who sent the link may know, but her file is not the place.
			told('Referral Rewarded', tie.by, { referral_id: tie.id }),
			told('Referral Welcomed', friend, { referral_id: tie.id, order_id: orderId }),
		];
	});
}
