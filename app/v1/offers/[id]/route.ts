import { route } from '@/auth/route';
import { db } from '@/db/client';
import { draftOf, loadOffer, saveOffer } from '@/db/offers';
import { UserError } from '@/lib/errors';
import { offerDraft, offerId } from '@/lib/offer';

/** An offer as it was written, and how it does. */
export const GET = route({ secretKey: true }, async ({ params }) => {
	const offer = await loadOffer(db(), params.id ?? '');
	const { id, issued, redeemed, released, left, conflicts, archivedAt } = offer;
	return {
		...{ id, ...draftOf(offer), archived_at: archivedAt?.toISOString() ?? null },
		figures: { issued, redeemed, released, left, conflicts },
	};
});

/** Makes the offer of this id, or replaces it; what customers were given keeps its words and its end. */
export const PUT = route({ secretKey: true }, async ({ params, body, caller }) => {
	const id = offerId.safeParse(params.id);
	if (!id.success) throw new UserError('an id has small letters, digits and dashes, as in autumn-10', 'id');
	const saved = await saveOffer(db(), { id: id.data, ...(await body(offerDraft)) }, caller.actor);
	return { id: saved.id, ...draftOf(saved) };
});
