import { z } from 'zod';
import { says } from '@/lib/issue-text';
import { defineNode } from '../define';

const config = z.object({
	journey: z
		.string()
		.min(1, says('choose a journey', 'choisissez un parcours'))
		.meta({
			label: { en: 'Journey', fr: 'Parcours' },
			help: {
				en: 'She enters as if its trigger had happened: its filter does not count, its rules of re-entry do.',
				fr: 'Le client y entre comme si son déclencheur avait eu lieu : son filtre ne compte pas, ses règles de réentrée si.',
			},
			field: 'journey',
		}),
});

export default defineNode({
	type: 'go-to-journey',
	version: 1,
	kind: 'action',
	icon: 'corner-up-right',
	label: { en: 'Enter another journey', fr: 'Entrer dans un autre parcours' },
	description: {
		en: 'Lets the customer into another live journey too, with the event that started this one; here she goes on.',
		fr: 'Fait aussi entrer le client dans un autre parcours actif, avec l’événement qui a lancé celui-ci ; ici il continue.',
	},
	config,
	defaults: { journey: '' },
	ports: () => [
		{ id: 'gone', label: { en: 'Entered', fr: 'Entré' } },
		{ id: 'refused', label: { en: 'Refused', fr: 'Refusé' } },
	],
	// The name is a matter of the database: the card says what the step does, the form says where to.
	summary: () => '',
	// Only Postgres is written to, under the step's key: a local activity does.
	compile: () => ({ op: 'act', type: 'go-to-journey', local: true }),
});
