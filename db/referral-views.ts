import { sql } from 'drizzle-orm';
import type { Tx } from './client';
import { customerName } from './customer-views';
import { codeOf, linkOf } from './referrals';
import { customers } from './schema';

/** Friends that are listed, the latest first; all are counted. */
const LISTED = 20;

/** Whom a customer brought, and who brought her. */
export type ReferralPicture = {
	/** Her link for friends; null until a message showed it or she opened her page. */
	url: string | null;
	code: string | null;
	came: number;
	rewarded: number;
	/** `rewardedAt`: her order was kept, and both were told. */
	friends: { id: string; name: string | null; cameAt: Date; rewardedAt: Date | null }[];
	broughtBy: { id: string; name: string | null } | null;
};

/** `ids`: her merged set, herself (the master) first. What she did herself by her own code counts for nothing. */
export async function referralPicture(tx: Tx, ids: string[]): Promise<ReferralPicture> {
	const [id = ''] = ids;
	const hers = sql`${sql.param(ids)}::uuid[]`;
	const [code, { rows: friends }, { rows: brought }] = await Promise.all([
		codeOf(tx, id),
		tx.execute<{
			id: string;
			name: string | null;
			came_at: Date;
			rewarded_at: Date | null;
			came: number;
			rewarded: number;
		}>(sql`
			select found.*, ${customerName} as name from (
				select coalesce(f.merged_into, f.id) as id, min(r.tied_at) as came_at, max(r.kept_at) as rewarded_at,
					(count(*) over ())::int as came, (count(max(r.kept_at)) over ())::int as rewarded
				from referral_codes c join referrals r on r.code = c.code join customers f on f.id = r.customer_id
				where c.customer_id = any(${hers}) and r.customer_id <> all(${hers})
				group by 1 order by 2 desc limit ${LISTED}) found
			join ${customers} on ${customers.id} = found.id order by found.came_at desc`),
		tx.execute<{ id: string; name: string | null }>(sql`
			select ${customers.id}, ${customerName} as name
			from referrals r join referral_codes c on c.code = r.code join customers a on a.id = c.customer_id
			join ${customers} on ${customers.id} = coalesce(a.merged_into, a.id)
			where r.customer_id = any(${hers}) and c.customer_id <> all(${hers})
			order by r.kept_at nulls last, r.tied_at, r.id limit 1`),
	]);
	return {
		...{ code, url: code && linkOf(code), came: friends[0]?.came ?? 0, rewarded: friends[0]?.rewarded ?? 0 },
		friends: friends.map(({ id: friend, name, came_at, rewarded_at }) => ({
			...{ id: friend, name, cameAt: new Date(came_at), rewardedAt: rewarded_at && new Date(rewarded_at) },
		})),
		broughtBy: brought[0] ?? null,
	};
}
