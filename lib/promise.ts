import { z } from 'zod';
import { durationMs, positiveDuration } from './duration';
import type { Json, JsonObject } from './event';
import { linesOf, type Order, productOf } from './orders';
import { type Article, isThere, type StockFigure, stockOf } from './stock';

const productChecks = {
	notBought: z
		.boolean()
		.default(true)
		.meta({ label: { en: 'Skip when she has bought one', fr: 'Ne pas envoyer si elle en a acheté un' } }),
	/** So long a purchase is fresh: within it she may still send it back, and tills that sync late have reported it. */
	boughtBefore: positiveDuration.default('P14D').meta({
		label: {
			en: 'Count purchases before the trigger, too, as far back as',
			fr: 'Compter aussi les achats d’avant le déclencheur, jusqu’à',
		},
		help: {
			en: 'What she buys after the trigger always counts.',
			fr: 'Ce qu’elle achète après le déclencheur compte toujours.',
		},
	}),
	stock: z
		.discriminatedUnion('check', [
			z.object({ check: z.literal('no') }).meta({ label: { en: 'Do not look', fr: 'Ne pas regarder' } }),
			z
				.object({
					check: z.literal('store'),
					maxAge: positiveDuration.default('PT12H').meta({
						label: { en: 'A figure is good for', fr: 'Un chiffre est bon pendant' },
						help: { en: 'An older one counts as unknown.', fr: 'Plus ancien, il compte comme inconnu.' },
					}),
					unknown: z
						.enum(['skip', 'send'])
						.default('skip')
						.meta({
							label: { en: 'When it is unknown', fr: 'S’il est inconnu' },
							options: {
								skip: { en: 'do not send', fr: 'ne pas envoyer' },
								send: { en: 'send all the same', fr: 'envoyer quand même' },
							},
						}),
				})
				.meta({ label: { en: 'In the store of the message', fr: 'Dans le magasin du message' } }),
		])
		.default({ check: 'no' })
		.meta({
			label: { en: 'Stock', fr: 'Stock' },
			help: {
				en: 'All of them must be there: in the voucher’s store, else in her own.',
				fr: 'Tous doivent y être : dans le magasin du bon, sinon dans le sien.',
			},
		}),
};

/** What a message promises, as its step says; looked at right before it leaves. Everything is off until it is asked for. */
export const promises = z
	.object({
		minValidity: positiveDuration.default('P0D').meta({
			label: { en: 'Its voucher is still valid for', fr: 'Son bon est encore valable' },
			help: {
				en: 'A message that shows a voucher never leaves once that has ended or was used.',
				fr: 'Un message qui montre un bon ne part jamais une fois celui-ci échu ou utilisé.',
			},
		}),
		products: z
			.discriminatedUnion('about', [
				z.object({ about: z.literal('none') }).meta({ label: { en: 'no product', fr: 'd’aucun produit' } }),
				z
					.object({ about: z.literal('trigger'), ...productChecks })
					.meta({ label: { en: 'the products of the trigger', fr: 'des produits du déclencheur' } }),
				z
					.object({
						about: z.literal('given'),
						ids: z
							.array(z.string().trim().min(1).max(120))
							.min(1)
							.max(50)
							.meta({ label: { en: 'Products', fr: 'Produits' }, field: 'products' }),
						...productChecks,
					})
					.meta({ label: { en: 'products given here', fr: 'de produits donnés ici' } }),
			])
			.default({ about: 'none' })
			.meta({ label: { en: 'It speaks of', fr: 'Il parle' } }),
	})
	.prefault({})
	.meta({
		label: { en: 'What it promises', fr: 'Ce qu’il promet' },
		help: {
			en: 'Looked at right before it leaves. A message that would be wrong is skipped, and says why.',
			fr: 'Vérifié juste avant le départ. Un message qui serait faux n’est pas envoyé, et dit pourquoi.',
		},
		advanced: true,
	});
export type Promises = z.infer<typeof promises>;

/** What one message promises one customer. */
export type Promised = {
	/** It shows the enrollment's voucher, which must hold for so long (ISO 8601) after now. */
	voucher: { minValidity: string } | null;
	products: {
		articles: Article[];
		notBought: boolean;
		/** ISO 8601: how long before the trigger a purchase counts, too. */
		boughtBefore: string;
		stock: { maxAge: string; unknown: 'skip' | 'send' } | null;
	} | null;
};

/** What is true at the instant. Instants are UTC epoch ms. */
export type PromiseFacts = {
	now: number;
	/** The enrollment's latest; null when it has none. It holds until `expiresAt`, or until its offer ends before. */
	voucher: { state: string; expiresAt: number } | null;
	/** Hers, placed since the trigger or as long before it as is promised. */
	orders: readonly Order[];
	/** The voucher's store, else her own. */
	storeId: string | null;
	/** What there is in that store, and what is kept aside there for others. */
	stock: readonly StockFigure[];
	leased: readonly Omit<StockFigure, 'asOf'>[];
};

export const BROKEN = ['offer-ended', 'offer-ends-soon', 'already-bought', 'out-of-stock', 'stock-unknown'] as const;
export type Broken = { reason: (typeof BROKEN)[number]; evidence: JsonObject };

/** What a message promises: by its step's configuration, its templates and the properties of its trigger. Null: nothing. */
export function promisedBy(config: Promises, templates: readonly string[], trigger: JsonObject): Promised | null {
	const voucher = templates.some(namesVoucher) ? { minValidity: config.minValidity } : null;
	const { products } = config;
	const articles =
		products.about === 'given'
			? products.ids.map((productId) => ({ productId }))
			: products.about === 'trigger'
				? articlesOf(trigger)
				: [];
	if (products.about === 'none' || articles.length === 0) return voucher ? { voucher, products: null } : null;
	const stock = products.stock.check === 'no' ? null : products.stock;
	const { notBought, boughtBefore } = products;
	return { voucher, products: { articles, notBought, boughtBefore, stock } };
}

/** The first promise that would not be kept, with the figures and instants that say so; null: all would. */
export function brokenPromise(promised: Promised, facts: PromiseFacts): Broken | null {
	return brokenVoucher(promised, facts) ?? brokenProducts(promised, facts);
}

function brokenVoucher({ voucher: wanted }: Promised, { now, voucher }: PromiseFacts): Broken | null {
	if (!wanted || !voucher) return null;
	const evidence = { at: iso(now), state: voucher.state, expiresAt: iso(voucher.expiresAt) };
	if (voucher.state !== 'issued' || voucher.expiresAt <= now) return { reason: 'offer-ended', evidence };
	if (voucher.expiresAt < now + durationMs(wanted.minValidity))
		return { reason: 'offer-ends-soon', evidence: { ...evidence, minValidity: wanted.minValidity } };
	return null;
}

function brokenProducts({ products }: Promised, facts: PromiseFacts): Broken | null {
	if (!products) return null;
	const bought = products.notBought ? boughtOf(products.articles, facts) : null;
	if (bought) return bought;
	if (!products.stock) return null;
	// What is certainly not there says more than what nobody knows.
	const missing = products.articles.flatMap((article) => missingOf(article, products.stock?.maxAge ?? '', facts) ?? []);
	return (
		missing.find(({ reason }) => reason === 'out-of-stock') ??
		(products.stock.unknown === 'skip' ? missing[0] : undefined) ??
		null
	);
}

function boughtOf(articles: readonly Article[], { now, orders }: PromiseFacts): Broken | null {
	for (const order of orders) {
		if (order.undone) continue;
		const kept = order.lines.map(productOf).filter((id) => id !== null && !order.returned.includes(id));
		const article = articles.find(({ productId }) => kept.includes(productId));
		if (!article) continue;
		const { id, at, storeId } = order;
		return {
			reason: 'already-bought',
			evidence: { at: iso(now), productId: article.productId, orderId: id, orderedAt: iso(at), storeId },
		};
	}
	return null;
}

function missingOf(article: Article, maxAge: string, facts: PromiseFacts): Broken | null {
	const { productId, sku = null } = article;
	const found = stockOf(article, facts.stock, facts.now, maxAge);
	const evidence = {
		at: iso(facts.now),
		...{ productId, sku, storeId: facts.storeId },
		asOf: found.asOf === null ? null : iso(found.asOf),
	};
	if (!found.known) return { reason: 'stock-unknown', evidence: { ...evidence, quantity: null, maxAge } };
	const leased = facts.leased
		.filter((one) => one.productId === productId && (!sku || one.sku === '' || one.sku === sku))
		.reduce((sum, one) => sum + one.quantity, 0);
	const left = { ...found, quantity: found.quantity - leased };
	if (isThere(article, left)) return null;
	return { reason: 'out-of-stock', evidence: { ...evidence, quantity: found.quantity, leased } };
}

/** The products that an event names, in its lines or itself. */
function articlesOf(properties: JsonObject): Article[] {
	return [properties, ...linesOf(properties)].flatMap((line) => {
		const productId = productOf(line);
		return productId === null ? [] : [{ productId, sku: textOf(line.sku) }];
	});
}

/** A tag that uses `voucher`, whatever is around it. */
function namesVoucher(template: string): boolean {
	return /\{[{%][^}]*\bvoucher\b/.test(template);
}

function textOf(value: Json | undefined): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
