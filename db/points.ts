import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { ownId } from '@/lib/segment';
import { tierOf } from '@/lib/tiers';
import { anyOf } from './any-of';
import type { Db, Tx } from './client';
import { lockCustomer } from './lock-customer';
import { loadProfile } from './profiles';
import { type RecordedEvent, recordEvents } from './record-events';
import { points } from './schema';
import { getWorkspaceSettings } from './workspace';

/** What a customer has, through everybody who was merged into her. `earned`: ever, less what was taken back; decides the tier. */
export type Balance = { points: number; earned: number; tier: string | null };

export async function balanceOf(tx: Tx, customerIds: string[]): Promise<Balance> {
	const [row] = await tx
		.select({
			points: sql<number>`coalesce(sum(${points.delta}), 0)::int`,
			earned: sql<number>`coalesce(sum(${points.delta}) filter (where ${points.kind} = 'earned'), 0)::int`,
		})
		.from(points)
		.where(anyOf(points.customerId, customerIds));
	const { points: balance, earned } = row ?? { points: 0, earned: 0 };
	return { points: balance, earned, tier: tierOf((await getWorkspaceSettings(tx)).tiers, earned) };
}

/**
 * The same as every page, the counter and the API say it; null: she never had any, and whoever has none has no tier. Below
 * the first tier, and where there is none, nothing is said to somebody who collects nothing.
 */
export async function standingOf(tx: Tx, customerIds: string[]): Promise<Balance | null> {
	const balance = await balanceOf(tx, customerIds);
	return balance.points === 0 && balance.earned === 0 && balance.tier === null ? null : balance;
}

type Change = {
	customerId: string;
	/** Whole points, more than none; of `givePoints` negative too: they are taken back. */
	points: number;
	reason: string;
	/** The same one again changes nothing. */
	key: string;
	/** `journey:<id>`, `api-key:<id>`. */
	source: string;
	at: Date;
	storeId?: string | null;
};

/** Gives points once by key, and tells journeys: `Points Given`, and `Tier Changed` when it did. Answers what she has now. */
export async function givePoints(db: Db, change: Change): Promise<Balance> {
	const written = await write(db, 'earned', change, change.points);
	return written.balance;
}

export type Spent =
	| { status: 'spent'; balance: Balance; again: boolean }
	/** Nothing was taken. */
	| { status: 'not-enough'; balance: Balance }
	/** The key was used for something else. */
	| { status: 'other-use' };

/** Spends points once by key, never more than there are, whatever the concurrency; tells journeys (`Points Spent`). */
export async function spendPoints(db: Db, change: Change): Promise<Spent> {
	const written = await write(db, 'spent', change, -change.points);
	switch (written.status) {
		case 'written':
			return { status: 'spent', balance: written.balance, again: false };
		case 'known': {
			const same = written.kind === 'spent' && written.delta === -change.points && written.hers;
			return same ? { status: 'spent', balance: written.balance, again: true } : { status: 'other-use' };
		}
		case 'not-enough':
			return { status: 'not-enough', balance: written.balance };
	}
}

type Written =
	| { status: 'written' | 'not-enough'; balance: Balance }
	| { status: 'known'; balance: Balance; kind: 'earned' | 'spent'; delta: number; hers: boolean };

async function write(db: Db, kind: 'earned' | 'spent', change: Change, delta: number): Promise<Written> {
	return db.transaction(async (tx): Promise<Written> => {
		await lockCustomer(tx, sql`${change.customerId}::uuid`);
		const { ids, facts } = await loadProfile(tx, change.customerId);
		const before = await balanceOf(tx, ids);
		const [known] = await tx.select().from(points).where(eq(points.key, change.key));
		if (known)
			return {
				status: 'known',
				balance: before,
				kind: known.kind,
				delta: known.delta,
				hers: ids.includes(known.customerId),
			};
		if (kind === 'spent' && before.points + delta < 0) return { status: 'not-enough', balance: before };
		const { key, reason, source, at, storeId } = change;
		await tx.insert(points).values({ id: uuid(), customerId: facts.id, kind, delta, reason, key, source, at });
		const balance = await balanceOf(tx, ids);
		const event = (name: string, properties: RecordedEvent['properties']): RecordedEvent => ({
			messageId: ownId(name, key),
			...{ name, customerId: facts.id, properties, at, source: 'parcours' },
		});
		const said = { balance: balance.points, reason, ...(storeId ? { store_id: storeId } : {}) };
		await recordEvents(tx, [
			kind === 'earned'
				? event('Points Given', { points: delta, ...said })
				: event('Points Spent', { points: -delta, ...said }),
			...(before.tier === balance.tier
				? []
				: [event('Tier Changed', { from: before.tier, to: balance.tier, points_earned: balance.earned })]),
		]);
		return { status: 'written', balance };
	});
}
