import { z } from 'zod';
import { type AwaitSpec, TIMEOUT_PORT } from '@/lib/await';
import { rule } from '@/lib/condition';
import { correlation } from '@/lib/correlation';
import { positiveDuration, signedDuration } from '@/lib/duration';
import { says } from '@/lib/issue-text';
import { filterProblems } from '@/lib/rule-problems';
import { sayDuration } from '@/lib/say-duration';
import { tieProblems } from '@/lib/tie-problems';
import { type ConfigProblem, defineNode } from '../define';

const listened = {
	event: z
		.string()
		.min(1, says('choose an event', 'choisissez un événement'))
		.meta({ label: { en: 'Event', fr: 'Événement' }, field: 'event' }),
	where: rule.optional().meta({
		label: { en: 'Only when', fr: 'Seulement si' },
		field: 'rule',
		subjects: ['event', 'customer', 'trigger'],
	}),
	correlation: correlation.optional().meta({
		label: { en: 'Same as the trigger', fr: 'Comme le déclencheur' },
		help: {
			en: 'For example the same cart_id: the order of this very basket.',
			fr: 'Par exemple le même cart_id : la commande de ce panier-là.',
		},
		field: 'correlation',
	}),
};

const config = z.object({
	events: z
		.array(
			z.object({
				port: z
					.string()
					.regex(
						/^[a-z0-9][a-z0-9-]{0,39}$/,
						says('use lower-case letters, digits and -', 'utilisez des minuscules, des chiffres et -'),
					)
					.meta({ label: { en: 'Exit name', fr: 'Nom de la sortie' }, placeholder: { en: 'ordered', fr: 'commande' } }),
				...listened,
			}),
		)
		.min(1, says('choose at least one event', 'choisissez au moins un événement'))
		.max(8)
		.meta({ label: { en: 'Wait for any of', fr: 'Attendre l’un de' }, itemLabel: { en: 'event', fr: 'événement' } }),
	timeout: z
		.discriminatedUnion('kind', [
			z
				.object({
					kind: z.literal('duration'),
					duration: positiveDuration.meta({ label: { en: 'Duration', fr: 'Durée' } }),
				})
				.meta({ label: { en: 'After a duration', fr: 'Après une durée' } }),
			z
				.object({
					kind: z.literal('date'),
					of: z.literal('trigger').default('trigger').meta({ hidden: true }),
					path: z
						.string()
						.min(1, says('name the date, for example promised_at', 'nommez la date, par exemple promised_at'))
						.meta({
							label: { en: 'Date of the trigger event', fr: 'Date de l’événement déclencheur' },
							field: 'event-property',
						}),
					offset: signedDuration.optional().meta({ label: { en: 'Shifted by', fr: 'Décalée de' } }),
				})
				.meta({ label: { en: 'At a date', fr: 'À une date' } }),
			z
				.object({ kind: z.literal('never') })
				.meta({ label: { en: 'Never: wait for ever', fr: 'Jamais : attendre sans fin' } }),
		])
		.meta({ label: { en: 'Give up', fr: 'Renoncer' } }),
	restartOn: z
		.array(z.object(listened))
		.max(8)
		.default([])
		.meta({
			label: { en: 'Start the timer again when', fr: 'Relancer le délai quand' },
			help: { en: 'For example when the basket changes.', fr: 'Par exemple quand le panier change.' },
			itemLabel: { en: 'event', fr: 'événement' },
			advanced: true,
		}),
	lateness: positiveDuration.default('PT1S').meta({
		label: { en: 'Grace for late events', fr: 'Tolérance pour les événements tardifs' },
		help: {
			en: 'How long after the end an event that happened before it may still arrive. Tills that sync in the evening need more.',
			fr: 'Combien de temps après la fin un événement survenu avant peut encore arriver. Les caisses synchronisées le soir en demandent plus.',
		},
		advanced: true,
	}),
});

export default defineNode({
	type: 'wait-for-event',
	version: 1,
	kind: 'wait',
	icon: 'radar',
	label: { en: 'Wait for an event', fr: 'Attendre un événement' },
	description: {
		en: 'Waits until the customer does something, or something happens that concerns her, such as a stock, or until time runs out.',
		fr: 'Attend que le client fasse quelque chose, ou que survienne ce qui le concerne, comme un stock, ou que le temps soit écoulé.',
	},
	config,
	defaults: {
		events: [{ port: 'happened', event: '' }],
		timeout: { kind: 'duration', duration: 'P1D' },
		restartOn: [],
		lateness: 'PT1S',
	},
	ports: (c) => [
		...c.events.map((e) => ({ id: e.port, label: e.event || e.port })),
		...(c.timeout.kind === 'never'
			? []
			: [{ id: TIMEOUT_PORT, label: { en: 'Nothing happened', fr: 'Rien ne s’est passé' } }]),
	],
	summary: (c, locale) => {
		const names = c.events.map((e) => e.event || '…').join(locale === 'fr' ? ' ou ' : ' or ');
		switch (c.timeout.kind) {
			case 'never':
				return names;
			case 'duration':
				return locale === 'fr'
					? `${names}, pendant ${sayDuration(c.timeout.duration, locale)}`
					: `${names}, for ${sayDuration(c.timeout.duration, locale)}`;
			case 'date':
				return locale === 'fr' ? `${names}, jusqu’à ${c.timeout.path}` : `${names}, until ${c.timeout.path}`;
		}
	},
	compile: () => ({ op: 'await' }),
	awaits: (c): AwaitSpec => ({
		listeners: [...c.events, ...c.restartOn.map((l) => ({ ...l, restart: true as const }))],
		timeout: c.timeout.kind === 'never' ? null : c.timeout,
		lateness: c.lateness,
	}),
	check: (c) => {
		const ports = c.events.map((e) => e.port);
		const problems: ConfigProblem[] = [
			...c.events.flatMap((e, i) => filterProblems(`events.${i}.where`, e.where)),
			...c.restartOn.flatMap((e, i) => filterProblems(`restartOn.${i}.where`, e.where)),
			...[...c.events, ...c.restartOn].flatMap(tieProblems),
		];
		ports.forEach((port, i) => {
			if (ports.indexOf(port) !== i || port === TIMEOUT_PORT)
				problems.push({
					severity: 'error',
					field: `events.${i}.port`,
					message: {
						en: `Two exits are called “${port}”: give each its own name.`,
						fr: `Deux sorties s’appellent « ${port} » : donnez à chacune son nom.`,
					},
				});
		});
		return problems;
	},
});
