import { z } from 'zod';
import { purpose } from './channel';
import { rule } from './condition';
import { correlation } from './correlation';
import { positiveDuration } from './duration';
import { json } from './event';
import { journeyKind, outranked, priority } from './pressure';
import { quietHoursByChannel } from './settings';

const nodeId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, 'use letters, digits, - and _, 40 at most');

export const graphNode = z.object({
	id: nodeId,
	type: z.string().min(1),
	/** The version of the node type's configuration; older ones are upgraded when a draft is opened. */
	version: z.number().int().min(1).default(1),
	/** A name of the marketer's own, shown instead of the type's label. */
	name: z.string().max(80).optional(),
	config: z.record(z.string(), json),
	position: z.object({ x: z.number(), y: z.number() }).default({ x: 0, y: 0 }),
});
export type GraphNode = z.infer<typeof graphNode>;

export const graphEdge = z.object({ from: nodeId, port: z.string().min(1).max(60), to: nodeId });

/** An event that makes every customer leave the journey at once, whatever she is waiting for. */
export const exitRule = z.object({
	event: z
		.string()
		.min(1, 'choose an event')
		.meta({ label: { en: 'When this happens', fr: 'Quand ceci arrive' }, field: 'event' }),
	where: rule.optional().meta({
		label: { en: 'Only when', fr: 'Seulement si' },
		field: 'rule',
		subjects: ['event', 'customer', 'trigger'],
	}),
	correlation: correlation
		.optional()
		.meta({ label: { en: 'Same as the trigger', fr: 'Comme le déclencheur' }, field: 'correlation' }),
	/** What the exit counts as in reports. */
	outcome: z
		.string()
		.min(1, 'name the outcome')
		.max(60)
		.default('exited')
		.meta({ label: { en: 'Counts as', fr: 'Compte comme' }, placeholder: { en: 'converted', fr: 'converti' } }),
});
export type ExitRule = z.infer<typeof exitRule>;

export const journeySettings = z.object({
	exits: z
		.array(exitRule)
		.max(20)
		.default([])
		.meta({
			label: { en: 'Leave at once when', fr: 'Sortir aussitôt quand' },
			help: { en: 'Whatever the customer is waiting for.', fr: 'Quoi que le client attende.' },
			itemLabel: { en: 'event', fr: 'événement' },
		}),
	/** Customers enter only while this operation of the calendar runs, and leave at its end. */
	operation: z
		.string()
		.optional()
		.meta({
			label: { en: 'Only during an operation', fr: 'Seulement pendant une opération' },
			help: {
				en: 'Customers enter while it runs and leave at once when it ends, whatever its dates become.',
				fr: 'Les clients entrent tant qu’elle dure et sortent aussitôt qu’elle finit, quelles que soient ses dates.',
			},
			field: 'operation',
		}),
	kind: journeyKind.optional().meta({
		label: { en: 'Messages are', fr: 'Les messages sont' },
		help: {
			en: 'Service messages need no consent and pass caps. Of two promotions within a short time, only the more relevant goes.',
			fr: 'Les messages de service se passent de consentement et de plafonds. De deux promotions rapprochées, seule la plus pertinente part.',
		},
		options: {
			service: { en: 'service: about something she ordered', fr: 'de service : liés à une commande' },
			relational: { en: 'relational: keeping in touch', fr: 'relationnels : garder le lien' },
			promotional: { en: 'promotional: an offer to buy', fr: 'promotionnels : une incitation à acheter' },
		},
	}),
	priority: priority.meta({
		label: { en: 'Priority', fr: 'Priorité' },
		help: {
			en: 'From 1 to 100. Of two promotions that want the same customer, the higher one goes first.',
			fr: 'De 1 à 100. De deux promotions qui visent la même personne, la plus haute part d’abord.',
		},
	}),
	outranked: outranked.default('hold').meta({
		label: { en: 'When a more relevant promotion goes first', fr: 'Quand une promotion plus pertinente passe avant' },
		options: {
			hold: { en: 'hold the message, then look again', fr: 'retenir le message, puis réexaminer' },
			drop: { en: 'drop the message', fr: 'abandonner le message' },
		},
		advanced: true,
	}),
	/** What journeys said before they had a kind: `kind` holds where it is there (`pressureOf`). */
	purpose: purpose.default('marketing').meta({ hidden: true }),
	/** Overrides the workspace's quiet hours; a channel that is `null` has none in this journey. */
	quietHours: quietHoursByChannel.partial().default({}),
	/** Nobody enters before / after (UTC instants, ISO 8601). */
	startsAt: z.iso.datetime({ offset: true }).optional(),
	endsAt: z.iso.datetime({ offset: true }).optional(),
	/** A send that would leave later than this after its logical time is skipped. */
	maxLateness: positiveDuration.default('PT6H').meta({
		label: { en: 'Skip messages later than', fr: 'Ne pas envoyer au-delà de' },
		help: {
			en: 'After an outage or quiet hours, a message this late is not sent.',
			fr: 'Après une panne ou des heures calmes, un message aussi tardif ne part pas.',
		},
		advanced: true,
	}),
});
export type JourneySettings = z.infer<typeof journeySettings>;

/** What is drawn: the only shape of a journey that the editor, the files and the database know. */
export const graph = z.object({
	nodes: z.array(graphNode).max(1000),
	edges: z.array(graphEdge).max(4000),
	settings: journeySettings.prefault({}),
});
export type Graph = z.infer<typeof graph>;

export const EMPTY_GRAPH: Graph = graph.parse({ nodes: [], edges: [] });

export const JOURNEY_FILE_FORMAT = 'parcours/journey@1';

/** A journey as a file: `npm run journey -- push FILE.json`. Its JSON Schema is served at `/api/journey.schema.json`. */
export const journeyFile = graph.extend({
	$schema: z.string().optional(),
	format: z.literal(JOURNEY_FILE_FORMAT),
	name: z.string().trim().min(1).max(120),
	description: z.string().max(2000).default(''),
});
export type JourneyFile = z.infer<typeof journeyFile>;
