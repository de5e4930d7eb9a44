import { z } from 'zod';
import { says } from '@/lib/issue-text';

/** The id of a connection of the settings: its address and its secrets are never in a graph. */
export const destinationField = z
	.string()
	.min(1, says('choose a connection', 'choisissez une connexion'))
	.meta({
		label: { en: 'Connection', fr: 'Connexion' },
		help: {
			en: 'Owners add connections in the settings.',
			fr: 'Les propriétaires ajoutent les connexions dans les réglages.',
		},
		field: 'destination',
	});
