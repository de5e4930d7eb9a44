import { z } from 'zod';
import { positiveDuration } from '@/lib/duration';
import { says } from '@/lib/issue-text';
import { sayDuration } from '@/lib/say-duration';
import { defineNode } from '../define';
import { givenStore, nearestStore, STORE, usualStore } from '../store-field';
import { templateProblems } from '../template-problems';

const config = z.object({
	title: z
		.string()
		.trim()
		.min(1, says('say what is to be done', 'dites ce qu’il faut faire'))
		.max(120)
		.meta({
			label: { en: 'Task', fr: 'Tâche' },
			field: 'template',
			placeholder: { en: 'Call about order {{ event.order_id }}', fr: 'Appeler pour la commande {{ event.order_id }}' },
		}),
	note: z
		.string()
		.max(1000)
		.default('')
		.meta({ label: { en: 'More about it', fr: 'Précisions' }, field: 'template' }),
	store: z
		.discriminatedUnion('choose', [
			usualStore,
			nearestStore,
			z
				.object({ choose: z.literal('event') })
				.meta({ label: { en: 'Where the event happened', fr: 'Là où l’événement a eu lieu' } }),
			z
				.object({ choose: z.literal('voucher') })
				.meta({ label: { en: 'The store of her voucher', fr: 'Le magasin de son bon' } }),
			givenStore,
		])
		.meta({ label: STORE }),
	within: positiveDuration.meta({ label: { en: 'To be done within', fr: 'À faire sous' } }),
});

export default defineNode({
	type: 'store-task',
	version: 1,
	kind: 'store',
	icon: 'clipboard-list',
	label: { en: 'Ask a store', fr: 'Demander à un magasin' },
	description: {
		en: 'Puts a task on the store’s page; when a colleague has done it, Store Task Completed can be waited for.',
		fr: 'Met une tâche sur la page du magasin ; une fois faite par un collègue, Store Task Completed peut être attendu.',
	},
	config,
	defaults: { title: '', note: '', store: { choose: 'home' }, within: 'P1D' },
	ports: () => [
		{ id: 'asked', label: { en: 'Asked', fr: 'Demandée' } },
		{ id: 'failed', label: { en: 'Failed', fr: 'Échec' } },
	],
	summary: (c, locale) => `${c.title} · ${sayDuration(c.within, locale)}`,
	// Only Postgres is written to, under the step's key: a local activity does.
	compile: () => ({ op: 'act', type: 'store-task', local: true }),
	check: (c) => [...templateProblems('title', c.title), ...templateProblems('note', c.note)],
});
