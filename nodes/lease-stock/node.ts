import { z } from 'zod';
import { positiveDuration } from '@/lib/duration';
import { says } from '@/lib/issue-text';
import { sayDuration } from '@/lib/say-duration';
import { defineNode } from '../define';
import { givenStore, STORE, usualStore } from '../store-field';

const config = z.object({
	product: z
		.discriminatedUnion('by', [
			z
				.object({
					by: z.literal('trigger'),
					property: z
						.string()
						.trim()
						.min(1, says('name the property', 'nommez la propriété'))
						.max(100)
						.meta({
							label: { en: 'Property with its id', fr: 'Propriété avec son identifiant' },
							field: 'event-property',
							placeholder: { en: 'product_id', fr: 'product_id' },
						}),
				})
				.meta({ label: { en: 'Of the event that started the journey', fr: 'De l’événement déclencheur' } }),
			z
				.object({
					by: z.literal('given'),
					productId: z
						.string()
						.trim()
						.min(1, says('choose a product', 'choisissez un produit'))
						.max(100)
						.meta({ label: { en: 'Which one', fr: 'Lequel' }, field: 'product' }),
				})
				.meta({ label: { en: 'One product for all', fr: 'Un même produit pour tous' } }),
		])
		.meta({ label: { en: 'Product', fr: 'Produit' } }),
	store: z
		.discriminatedUnion('choose', [
			z.object({ choose: z.literal('nearest') }).meta({
				label: { en: 'The nearest store that has it', fr: 'Le magasin le plus proche qui l’a' },
			}),
			usualStore,
			givenStore,
		])
		.meta({ label: STORE }),
	open: z
		.boolean()
		.default(false)
		.meta({
			label: { en: 'Only a store that is open now', fr: 'Seulement un magasin ouvert maintenant' },
			advanced: true,
		}),
	keepFor: positiveDuration.meta({
		label: { en: 'Keep it for', fr: 'Réserver pendant' },
		help: {
			en: 'In days: until the end of the last one. Then it passes on.',
			fr: 'En jours : jusqu’à la fin du dernier. Ensuite, au suivant.',
		},
	}),
	maxAge: positiveDuration.meta({
		label: { en: 'Stock figures count for', fr: 'Un chiffre de stock vaut' },
		help: { en: 'An older one counts as unknown.', fr: 'Plus ancien, il compte comme inconnu.' },
	}),
});

export default defineNode({
	type: 'lease-stock',
	version: 1,
	kind: 'store',
	icon: 'package-check',
	label: { en: 'Keep a unit aside', fr: 'Mettre un article de côté' },
	description: {
		en: 'Keeps one unit of a product at a store for the customer, never more than there are; messages say where and until when with {{ lease.store.name }} and {{ lease.until }}.',
		fr: 'Met un article de côté en magasin pour le client, jamais plus qu’il n’y en a ; les messages disent où et jusqu’à quand avec {{ lease.store.name }} et {{ lease.until }}.',
	},
	config,
	defaults: {
		product: { by: 'trigger', property: 'product_id' },
		store: { choose: 'nearest' },
		keepFor: 'P1D',
		maxAge: 'PT4H',
	},
	ports: () => [
		{ id: 'leased', label: { en: 'Kept', fr: 'Mis de côté' } },
		{ id: 'none-left', label: { en: 'None left', fr: 'Plus de stock' } },
		{ id: 'unknown', label: { en: 'Stock unknown', fr: 'Stock inconnu' } },
		{ id: 'failed', label: { en: 'Failed', fr: 'Échec' } },
	],
	summary: ({ product, keepFor }, locale, { products }) => {
		const what = product.by === 'given' ? (products?.[product.productId] ?? product.productId) : product.property;
		return `${what} · ${sayDuration(keepFor, locale)}`;
	},
	// Only Postgres is written to, and a repeat finds its own lease: a local activity does.
	compile: () => ({ op: 'act', type: 'lease-stock', local: true }),
});
