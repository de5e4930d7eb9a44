import { z } from 'zod';
import type { JsonObject } from './event';

const id = z.union([z.string().min(1), z.number()]).transform(String);
const store = id.nullish();
const price = z.number().min(0).max(10_000_000);
const currency = z
	.string()
	.regex(/^[A-Za-z]{3}$/)
	.transform((code) => code.toUpperCase())
	.nullish();
const words = z.string().trim().min(1).max(300).nullish().catch(null);
const whole = z.number().int().min(-1_000_000_000).max(1_000_000_000);
/** An instant, or a day on the store's calendar. */
const day = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).nullish();

/** The events that say how the catalogue, its stores and stocks are: they keep its tables up to date. */
const SHAPES = {
	'Stock Changed': z.object({ product_id: id, sku: store, store_id: store, quantity: whole }),
	'Price Changed': z.object({ product_id: id, sku: store, store_id: store, price, currency }),
	'Product Launched': z.object({
		product_id: id,
		name: words,
		category: words,
		brand: words,
		price: price.nullish().catch(null),
		currency: currency.catch(null),
		url: z
			.url({ protocol: /^https?$/ })
			.nullish()
			.catch(null),
		image_url: z
			.url({ protocol: /^https?$/ })
			.nullish()
			.catch(null),
		replaces: store,
	}),
	'Store Closed': z.object({ store_id: id, date: z.iso.date().nullish(), until: day, reason: words }),
} as const;

type Shapes = { [Name in keyof typeof SHAPES]: z.infer<(typeof SHAPES)[Name]> };

/** What an event says of the catalogue. */
export type CatalogueChange = {
	[Name in keyof Shapes]: { name: Name; said: Shapes[Name] };
}[keyof Shapes];

/** Such an event says how something is: said in the same words again, it holds again. */
export function isCatalogueEvent(name: string): boolean {
	return Object.hasOwn(SHAPES, name);
}

/** What an event says of the catalogue; null when it says nothing that could be kept: then it is an event only. */
export function catalogueChange(name: string, properties: JsonObject): CatalogueChange | null {
	switch (name) {
		case 'Stock Changed': {
			const said = SHAPES[name].safeParse(properties).data;
			return said ? { name, said } : null;
		}
		case 'Price Changed': {
			const said = SHAPES[name].safeParse(properties).data;
			// The catalogue has one price: one that holds in a single store is not it.
			return said && !said.store_id ? { name, said } : null;
		}
		case 'Product Launched': {
			const said = SHAPES[name].safeParse(properties).data;
			return said ? { name, said } : null;
		}
		case 'Store Closed': {
			const said = SHAPES[name].safeParse(properties).data;
			return said ? { name, said } : null;
		}
		default:
			return null;
	}
}
