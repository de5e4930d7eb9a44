import { z } from 'zod';

/**
 * What a message is to the customer: as its journey says, unless its step says it for itself. The one rule of what passes what:
 * - `service` is about something she ordered (a late delivery): it needs no consent and passes caps and arbitration;
 * - `relational` keeps in touch (a thank-you, care for what she bought): it needs her consent and respects caps;
 * - `promotional` wants her to buy: as relational, and of two within the workspace's window only the more relevant goes
 *   (lib/arbitration.ts).
 * Quiet hours, lateness and what a message promises hold for all three.
 */
export const JOURNEY_KINDS = ['service', 'relational', 'promotional'] as const;
export const journeyKind = z.enum(JOURNEY_KINDS);
export type JourneyKind = z.infer<typeof journeyKind>;

/** What a step says its message is; `journey`: the same as the journey's. */
export const STEP_KINDS = ['journey', ...JOURNEY_KINDS] as const;
export const stepKind = z.enum(STEP_KINDS).default('journey');

/** What becomes of a promotional message that has to make way: it waits until the window has passed, or it is dropped. */
export const OUTRANKED = ['hold', 'drop'] as const;
export const outranked = z.enum(OUTRANKED);
export type Outranked = z.infer<typeof outranked>;

export const DEFAULT_PRIORITY = 50;
export const priority = z.number().int().min(1).max(100).default(DEFAULT_PRIORITY);

export type Pressure = { kind: JourneyKind; priority: number; outranked: Outranked };

/**
 * The kind and priority of a journey, whenever its settings were written: before there were kinds they said a purpose,
 * and marketing then meant what relational means now.
 */
export function pressureOf(settings: {
	kind?: JourneyKind | undefined;
	priority?: number | undefined;
	outranked?: Outranked | undefined;
	purpose?: 'marketing' | 'service' | undefined;
}): Pressure {
	return {
		kind: settings.kind ?? (settings.purpose === 'service' ? 'service' : 'relational'),
		priority: settings.priority ?? DEFAULT_PRIORITY,
		outranked: settings.outranked ?? 'hold',
	};
}

const says = z.object({ kind: stepKind }).catch({ kind: 'journey' });

/** What the message of a step is, by the journey's settings and the step's configuration. */
export function kindOfStep(settings: Parameters<typeof pressureOf>[0], config: unknown): JourneyKind {
	const { kind } = says.parse(config);
	return kind === 'journey' ? pressureOf(settings).kind : kind;
}
