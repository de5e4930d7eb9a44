import { z } from 'zod';
import { says } from '@/lib/issue-text';
import { defineNode } from '../define';
import { destinationField } from '../destination-field';
import { templateProblems } from '../template-problems';

const config = z.object({
	destination: destinationField,
	type: z
		.string()
		.regex(
			/^[a-z0-9]+([._-][a-z0-9]+)*$/,
			says(
				'use small letters and dots, such as customer.returned',
				'utilisez des minuscules et des points, comme client.revenu',
			),
		)
		.max(100)
		.meta({
			label: { en: 'Kind of message', fr: 'Nature du message' },
			help: { en: 'How the receiver tells it from others.', fr: 'Ce à quoi le destinataire le reconnaît.' },
			placeholder: { en: 'replacement.requested', fr: 'remplacement.demande' },
		}),
	fields: z
		.array(
			z.object({
				name: z
					.string()
					.regex(
						/^[A-Za-z_][A-Za-z0-9_]{0,59}$/,
						says('use letters, digits and _', 'utilisez des lettres, des chiffres et _'),
					)
					.meta({ label: { en: 'Name', fr: 'Nom' }, placeholder: { en: 'order_id', fr: 'order_id' } }),
				value: z
					.string()
					.max(2000)
					.meta({
						label: { en: 'Value', fr: 'Valeur' },
						field: 'template',
						placeholder: { en: '{{ event.order_id }}', fr: '{{ event.order_id }}' },
					}),
			}),
		)
		.max(40)
		.default([])
		.meta({
			label: { en: 'Sent along', fr: 'Données jointes' },
			help: {
				en: 'The customer’s ids and the event that started the journey are always sent.',
				fr: 'Les identifiants du client et l’événement déclencheur sont toujours envoyés.',
			},
			itemLabel: { en: 'field', fr: 'champ' },
		}),
});

export default defineNode({
	type: 'webhook',
	version: 1,
	kind: 'action',
	icon: 'globe',
	label: { en: 'Call a system', fr: 'Appeler un système' },
	description: {
		en: 'Tells one of your systems what to do, once: a signed HTTP call to a connection of the settings.',
		fr: 'Dit à un de vos systèmes ce qu’il doit faire, une seule fois : un appel HTTP signé vers une connexion des réglages.',
	},
	config,
	defaults: { destination: '', type: '', fields: [] },
	ports: () => [
		{ id: 'done', label: { en: 'Taken', fr: 'Reçu' } },
		{ id: 'failed', label: { en: 'Failed', fr: 'Échec' } },
	],
	summary: (c) => c.type,
	// The book of calls makes a repeat harmless: a local activity does.
	compile: () => ({ op: 'act', type: 'webhook', local: true }),
	check: (c) => {
		const names = c.fields.map(({ name }) => name);
		const doubled = names.findIndex((name, index) => names.indexOf(name) !== index);
		return [
			...c.fields.flatMap(({ value }, index) => templateProblems(`fields.${index}.value`, value)),
			...(doubled === -1
				? []
				: [
						{
							severity: 'error' as const,
							field: `fields.${doubled}.name`,
							message: { en: 'There is a field of this name already.', fr: 'Un champ porte déjà ce nom.' },
						},
					]),
		];
	},
});
