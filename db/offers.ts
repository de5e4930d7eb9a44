import { and, asc, count, desc, eq, isNull, sql } from 'drizzle-orm';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { missing } from '@/lib/missing';
import { type BadLine, type OfferDraft, readCodes } from '@/lib/offer';
import { anyOf } from './any-of';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { offerCodes, offers, redemptionConflicts, vouchers } from './schema';

export type Offer = typeof offers.$inferSelect;

/** How an offer does: vouchers by state, codes left in its pool (null: it has none), late reports nobody decided on. */
export type OfferFigures = {
	issued: number;
	redeemed: number;
	released: number;
	left: number | null;
	conflicts: number;
};
export type OfferRow = Offer & OfferFigures;

/** All offers that are not archived, the latest made first. */
export async function listOffers(tx: Tx): Promise<OfferRow[]> {
	const rows = await tx
		.select()
		.from(offers)
		.where(isNull(offers.archivedAt))
		.orderBy(desc(offers.createdAt), asc(offers.id));
	return withFigures(tx, rows);
}

/** For pickers. */
export async function offerNames(tx: Tx): Promise<{ id: string; name: string }[]> {
	return tx
		.select({ id: offers.id, name: offers.name })
		.from(offers)
		.where(isNull(offers.archivedAt))
		.orderBy(asc(offers.name));
}

/** @throws NotFoundError */
export async function loadOffer(tx: Tx, id: string): Promise<OfferRow> {
	const [row] = await withFigures(tx, await tx.select().from(offers).where(eq(offers.id, id)));
	if (!row) throw new NotFoundError(missing.offer(id), 'id');
	return row;
}

async function withFigures(tx: Tx, rows: Offer[]): Promise<OfferRow[]> {
	const ids = rows.map(({ id }) => id);
	if (ids.length === 0) return [];
	const given = await tx
		.select({ offerId: vouchers.offerId, state: vouchers.state, n: count() })
		.from(vouchers)
		.where(anyOf(vouchers.offerId, ids))
		.groupBy(vouchers.offerId, vouchers.state);
	const free = await tx
		.select({ offerId: offerCodes.offerId, n: count() })
		.from(offerCodes)
		.where(and(anyOf(offerCodes.offerId, ids), eq(offerCodes.state, 'free')))
		.groupBy(offerCodes.offerId);
	const open = await tx
		.select({ offerId: redemptionConflicts.offerId, n: count() })
		.from(redemptionConflicts)
		.where(and(anyOf(redemptionConflicts.offerId, ids), isNull(redemptionConflicts.decision)))
		.groupBy(redemptionConflicts.offerId);
	const of = (list: { offerId: string | null; n: number }[], id: string) =>
		list.filter(({ offerId }) => offerId === id).reduce((sum, { n }) => sum + n, 0);
	return rows.map((offer) => {
		const inState = (state: string) =>
			of(
				given.filter((row) => row.state === state),
				offer.id,
			);
		return {
			...offer,
			issued: inState('issued'),
			redeemed: inState('redeemed'),
			released: inState('released'),
			left: offer.codes === 'pool' ? of(free, offer.id) : null,
			conflicts: of(open, offer.id),
		};
	});
}

type Saving = OfferDraft & {
	id: string;
	/** The one the writer has seen, 0 for a new offer; left out: whatever is there is replaced. */
	revision?: number | undefined;
};

/**
 * Makes an offer or changes it. What customers were given keeps its words and its end.
 *
 * @throws ConflictError when `revision` is not the latest, or the codes would change hands
 */
export async function saveOffer(db: Db, { id, revision, ...draft }: Saving, actor: string): Promise<Offer> {
	return db.transaction(async (tx) => {
		const [known] = await tx.select().from(offers).where(eq(offers.id, id)).for('update');
		if (known && revision === 0)
			throw new ConflictError(
				{ en: `there is an offer “${id}” already`, fr: `une offre «\u00a0${id}\u00a0» existe déjà` },
				'id',
			);
		if (revision !== undefined && revision !== (known?.revision ?? 0))
			throw new ConflictError({
				en: 'somebody else saved this offer meanwhile: reload the page',
				fr: 'quelqu’un d’autre a enregistré cette offre entre-temps\u00a0: rechargez la page',
			});
		if (known && known.codes !== draft.codes && (await hasVouchers(tx, id)))
			throw new ConflictError(
				{
					en: 'vouchers were given already: make another offer for other codes',
					fr: 'des bons ont déjà été remis\u00a0: créez une autre offre pour d’autres codes',
				},
				'codes',
			);
		const row = columnsOf(draft);
		const [saved] = await tx
			.insert(offers)
			.values({ id, ...row })
			.onConflictDoUpdate({
				target: offers.id,
				set: { ...row, revision: sql`${offers.revision} + 1`, archivedAt: null },
			})
			.returning();
		if (!saved) throw new Error('an offer that was just saved is gone');
		await audit(tx, actor, known ? 'offer.update' : 'offer.create', id, { name: draft.name });
		return saved;
	});
}

async function hasVouchers(tx: Tx, offerId: string): Promise<boolean> {
	const found = await tx.select({ code: vouchers.code }).from(vouchers).where(eq(vouchers.offerId, offerId)).limit(1);
	return found.length > 0;
}

function columnsOf(draft: OfferDraft) {
	const { name, title, terms, discount, products, categories, stores, codes } = draft;
	return {
		...{ name, title, terms, discount, products, categories, stores, codes },
		validFrom: draft.valid_from === null ? null : new Date(draft.valid_from),
		validUntil: draft.valid_until === null ? null : new Date(draft.valid_until),
		limitTotal: draft.limit_total,
		limitPerCustomer: draft.limit_per_customer,
		releaseAtExit: draft.release_at_exit,
		atRefund: draft.at_refund,
	};
}

/** An offer as the API and the form write it; the inverse of saving. */
export function draftOf(offer: Offer): OfferDraft {
	const { name, title, terms, discount, products, categories, stores, codes } = offer;
	return {
		...{ name, title, terms, discount, products, categories, stores, codes },
		valid_from: offer.validFrom?.toISOString() ?? null,
		valid_until: offer.validUntil?.toISOString() ?? null,
		limit_total: offer.limitTotal,
		limit_per_customer: offer.limitPerCustomer,
		release_at_exit: offer.releaseAtExit,
		at_refund: offer.atRefund,
	};
}

/** Nobody is given it any more; vouchers that were given stay good. @throws NotFoundError */
export async function archiveOffer(db: Db, id: string, actor: string): Promise<void> {
	await db.transaction(async (tx) => {
		const archived = await tx
			.update(offers)
			.set({ archivedAt: sql`now()` })
			.where(eq(offers.id, id))
			.returning({ id: offers.id });
		if (archived.length === 0) throw new NotFoundError(missing.offer(id), 'id');
		await audit(tx, actor, 'offer.archive', id);
	});
}

export type CodesReport = {
	/** How many went into the pool: all of them, or none. */
	added: number;
	/** The first of what was bad, by line; `badTotal`: how many there were. */
	bad: BadLine[];
	badTotal: number;
};

const SHOWN = 100;

/**
 * Puts codes into an offer's pool, one a line, all or none: where a line is bad, or a code is there already (in any pool,
 * or on a voucher), nothing is taken and the report says which.
 *
 * @throws NotFoundError, ConflictError when the offer makes its own codes
 */
export async function addCodes(db: Db, id: string, text: string, actor: string): Promise<CodesReport> {
	return db.transaction(async (tx) => {
		const offer = await loadOffer(tx, id);
		if (offer.codes !== 'pool')
			throw new ConflictError(
				{
					en: 'this offer makes its own codes: it has no pool',
					fr: 'cette offre crée ses propres codes\u00a0: elle n’a pas de réserve',
				},
				'codes',
			);
		const { codes, bad } = readCodes(text);
		const list = codes.map(({ code }) => code);
		// What is there is found by writing: a code that somebody adds at the same time is waited for.
		const added = await tx.execute<{ code: string }>(sql`
			insert into offer_codes (code, written, offer_id)
			select n.code, n.written, ${id} from jsonb_to_recordset(${JSON.stringify(codes)}::jsonb) as n(code text, written text)
			where not exists (select from vouchers v where v.code = n.code)
			on conflict do nothing returning code`);
		if (added.rows.length < list.length) {
			const taken = new Set(added.rows.map(({ code }) => code));
			for (const { code, written, line } of codes) if (!taken.has(code)) bad.push({ line, written, why: 'known' });
		}
		if (bad.length > 0) {
			await tx.delete(offerCodes).where(
				anyOf(
					offerCodes.code,
					added.rows.map(({ code }) => code),
				),
			);
			const sorted = bad.sort((a, b) => a.line - b.line);
			return { added: 0, bad: sorted.slice(0, SHOWN), badTotal: sorted.length };
		}
		await audit(tx, actor, 'offer.codes', id, { added: list.length });
		return { added: list.length, bad: [], badTotal: 0 };
	});
}
