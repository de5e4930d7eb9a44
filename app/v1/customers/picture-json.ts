import { herPageUrl } from '@/channels/her-page';
import type { CustomerPicture } from '@/db/customer-picture';

/** The picture as the API says it: names in snake case, instants in ISO 8601 (UTC), money in the currency's minor unit. */
export function pictureJson(picture: CustomerPicture) {
	const { profile, basket, bought, points, referral } = picture;
	return {
		id: picture.id,
		name: picture.name,
		email: profile.email,
		phone: profile.phone,
		locale: profile.locale,
		country: profile.country,
		time_zone: profile.timeZone,
		home_store: picture.homeStore,
		traits: profile.traits,
		created_at: picture.createdAt,
		last_seen_at: picture.lastSeenAt,
		me_url: herPageUrl(picture.id),
		lifecycle: profile.lifecycle,
		scores: profile.scores,
		segments: picture.segments,
		merged: picture.merged,
		identities: picture.identities.map((each) => ({
			...{ kind: each.kind, value: each.value, source: each.source, verified: each.verified },
			...{ first_seen_at: each.firstSeenAt, last_seen_at: each.lastSeenAt },
		})),
		basket: basket && {
			cart_id: basket.cartId,
			...{ total_minor: basket.totalMinor, currency: basket.currency, changed_at: iso(basket.changedAt) },
			lines: basket.lines.map((line) => ({
				...{ product_id: line.productId, sku: line.sku, name: line.name },
				...{ quantity: line.quantity, price_minor: line.priceMinor },
			})),
		},
		bought: {
			...{ orders_online: bought.online, orders_in_store: bought.inStore },
			orders_researched_online: bought.researchedOnline,
			...{ total_minor: bought.totalMinor, currency: bought.currency },
		},
		orders: picture.orders.map((order) => ({
			...{ order_id: order.id, at: iso(order.at), store: order.store, currency: order.currency },
			...{ total_minor: order.totalMinor, refunded_minor: order.refundedMinor, undone: order.undone },
			researched_online: order.researchedOnline,
			products: order.lines,
		})),
		visits: picture.visits.map(({ store, at }) => ({ store, at: iso(at) })),
		messages: picture.messages.map(({ enrollmentId, ...message }) => ({ ...message, enrollment_id: enrollmentId })),
		vouchers: picture.vouchers.map((voucher) => ({
			...{ code: voucher.code, title: voucher.title, state: voucher.state, store: voucher.store },
			...{ expires_at: voucher.expiresAt, redeemed_at: voucher.redeemedAt },
		})),
		points,
		referral: {
			...{ code: referral.code, url: referral.url, came: referral.came, rewarded: referral.rewarded },
			friends: referral.friends.map(({ id, cameAt, rewardedAt }) => ({
				...{ id, came_at: cameAt, rewarded_at: rewardedAt },
			})),
			brought_by: referral.broughtBy?.id ?? null,
		},
		journeys: picture.journeys.map((journey) => ({
			...{ enrollment_id: journey.enrollmentId, journey_id: journey.journeyId, name: journey.name },
			...{ open: journey.open, status: journey.status, outcome: journey.outcome },
			...{ entered_at: journey.enteredAt, ended_at: journey.endedAt },
		})),
		consents: {
			standing: picture.standing,
			decisions: picture.consents.map(({ decidedAt, ...decision }) => ({ ...decision, decided_at: decidedAt })),
		},
		next_contact: Object.fromEntries(
			Object.entries(picture.contact).map(([channel, { at, why }]) => [
				channel,
				{ at: at === null ? null : iso(at), why },
			]),
		),
	};
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
