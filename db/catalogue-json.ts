import { toMajor } from '@/lib/money';
import { closesAt, opensAt } from '@/lib/opening-hours';
import type { Stock } from '@/lib/stock';
import type { Product, ProductVariant } from './products';
import type { Store } from './stores';

/** As the API says it: the names and units that files and `PUT` use, too. */
export function productJson(product: Product, variants: ProductVariant[]) {
	const { currency } = product;
	return {
		id: product.id,
		name: product.name,
		category: product.category,
		brand: product.brand,
		price: toMajor(product.priceMinor, currency),
		currency,
		price_as_of: product.priceAsOf.toISOString(),
		url: product.url,
		image_url: product.imageUrl,
		launched_at: product.launchedAt?.toISOString() ?? null,
		replaces: product.replaces,
		active: product.active,
		variants: variants.map((variant) => ({
			sku: variant.sku,
			size: variant.size,
			colour: variant.colour,
			price: toMajor(variant.priceMinor ?? product.priceMinor, currency),
			currency,
			active: variant.active,
		})),
	};
}

/** @param now UTC epoch ms: what `open_now` is about */
export function storeJson(store: Store, now: number) {
	const closes = closesAt(store, now);
	const opens = opensAt(store, now);
	const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
	return {
		id: store.id,
		name: store.name,
		kind: store.kind,
		address: store.address,
		postal_code: store.postalCode,
		city: store.city,
		country: store.country,
		latitude: store.latitude,
		longitude: store.longitude,
		time_zone: store.timeZone,
		phone: store.phone,
		opening_hours: store.openingHours,
		exceptions: Object.fromEntries(
			Object.entries(store.exceptions).map(([date, { hours, reason }]) => [
				date,
				{ hours, ...(reason ? { reason } : {}) },
			]),
		),
		zone: store.zone,
		services: store.services,
		languages: store.languages,
		capacity: store.capacity,
		active: store.active,
		open_now: closes !== null,
		closes_at: iso(closes),
		opens_at: closes === null ? iso(opens) : null,
	};
}

/** `quantity` is null when it is not known: `as_of` then says how old the figure is that was too old, if there is one. */
export function stockJson(stock: Stock | undefined) {
	return {
		quantity: stock?.known ? stock.quantity : null,
		as_of: stock && stock.asOf !== null ? new Date(stock.asOf).toISOString() : null,
	};
}
