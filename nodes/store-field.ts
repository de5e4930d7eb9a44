import { z } from 'zod';
import { says } from '@/lib/issue-text';

/** Ways to say which store a step is about; a node offers those that suit it, as a union on `choose`. */
export const usualStore = z
	.object({ choose: z.literal('home') })
	.meta({ label: { en: 'Her usual store, else the nearest', fr: 'Son magasin habituel, sinon le plus proche' } });
export const nearestStore = z
	.object({ choose: z.literal('nearest') })
	.meta({ label: { en: 'The nearest store', fr: 'Le magasin le plus proche' } });
export const givenStore = z
	.object({
		choose: z.literal('given'),
		storeId: z
			.string()
			.min(1, says('choose a store', 'choisissez un magasin'))
			.meta({ label: { en: 'Store', fr: 'Magasin' }, field: 'store' }),
	})
	.meta({ label: { en: 'One store for all', fr: 'Un même magasin pour tous' } });

export const STORE = { en: 'Store', fr: 'Magasin' };
