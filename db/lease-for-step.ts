import { eq } from 'drizzle-orm';
import { UserError } from '@/lib/errors';
import type { JsonObject } from '@/lib/event';
import { lastsUntil } from '@/lib/lasts-until';
import { missing } from '@/lib/missing';
import { isOpen } from '@/lib/opening-hours';
import type { Article } from '@/lib/stock';
import type { StoreChoice } from '@/nodes/define';
import type { Db, Tx } from './client';
import { nearestStores } from './nearest-stores';
import type { Profile } from './profiles';
import { productVariants } from './schema';
import { loadStanding } from './standing';
import { leaseStock, type StockLease } from './stock-leases';
import { pointOf, type Store, storeFor } from './stores';

type StepLease = {
	enrollmentId: string;
	journeyId: string;
	nodeId: string;
	visit: number;
	/** The logical time of the step, UTC epoch ms. */
	clock: number;
	productId: string;
	/** Of the event: counts when the catalogue knows it as a variant of this product. */
	sku: string | null;
	store: StoreChoice;
	/** Only a store that is open now. */
	open: boolean;
	/** ISO 8601 durations. */
	keepFor: string;
	maxAge: string;
};
type StepLeased =
	| { status: 'leased'; lease: StockLease }
	| { status: 'none-left' | 'unknown'; evidence: JsonObject }
	| { status: 'no-store' };

/** How many of the nearest stores are asked: between our looking and our asking, another customer may have been first. */
const NEAREST = 5;

/** Keeps one unit aside for a step's customer, at the first of the stores in question that has one. @throws UserError when the journey names a store that does not exist */
export async function leaseForStep(db: Db, wanted: StepLease, now: number): Promise<StepLeased> {
	const { profile } = await loadStanding(db, wanted.enrollmentId);
	const article = await articleOf(db, wanted);
	const candidates = await storesToAsk(db, wanted, profile, article, now);
	if (candidates.length === 0) return { status: 'no-store' };
	let refused: Exclude<StepLeased, { status: 'leased' | 'no-store' }> | null = null;
	for (const store of candidates) {
		if (wanted.open && !isOpen(store, now)) {
			refused ??= { status: 'none-left', evidence: { store: store.id, closed: true } };
			continue;
		}
		const { enrollmentId, nodeId, visit, journeyId, clock, keepFor, maxAge } = wanted;
		const leased = await leaseStock(
			db,
			{
				...{ enrollmentId, nodeId, visit, journeyId, article, maxAge },
				...{ customerId: profile.facts.id, storeId: store.id },
				until: lastsUntil(clock, keepFor, store.timeZone),
			},
			now,
		);
		if (leased.status === 'leased') return leased;
		const { status, ...figures } = leased;
		const { asOf } = figures;
		refused ??= {
			status,
			evidence: { ...figures, store: store.id, asOf: asOf === null ? null : new Date(asOf).toISOString() },
		};
	}
	return refused ?? { status: 'no-store' };
}

async function articleOf(tx: Tx, { productId, sku }: StepLease): Promise<Article> {
	if (!sku) return { productId };
	const [variant] = await tx
		.select({ productId: productVariants.productId })
		.from(productVariants)
		.where(eq(productVariants.sku, sku));
	return variant?.productId === productId ? { productId, sku } : { productId };
}

/** Those that surely have it come first; where none does, the nearest says why. */
async function storesToAsk(
	tx: Tx,
	{ store, open, maxAge }: StepLease,
	profile: Profile,
	article: Article,
	now: number,
): Promise<Store[]> {
	const point = store.choose === 'nearest' ? pointOf(profile.facts) : null;
	if (point) {
		const having = await nearestStores(tx, point, {
			now,
			limit: NEAREST,
			open,
			withStock: { articles: [article], maxAge },
		});
		const near = having.length > 0 ? having : await nearestStores(tx, point, { now, limit: 1, open });
		return near.map((found) => found.store);
	}
	const one = await storeFor(tx, store, profile);
	if (!one && store.choose === 'given') throw new UserError(missing.store(store.storeId), 'store.storeId');
	return one ? [one] : [];
}
