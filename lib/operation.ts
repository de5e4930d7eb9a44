import { z } from 'zod';
import { says } from './issue-text';
import { offerId } from './offer';

const words = (max: number) => z.string().trim().max(max);
const named = z.array(z.string().trim().min(1).max(100)).max(5000).default([]);
const instant = z.iso.datetime({
	offset: true,
	error: says('choose a date and a time', 'choisissez une date et une heure'),
});

/** Small letters, digits and dashes, as an offer's. */
export const operationId = offerId;

/**
 * An operation of the commercial calendar as it is written, by a person or a system: sales, Black Friday, Mother's Day.
 * Instants are ISO 8601, the same moment everywhere; empty lists mean all stores (`web` is one) and all products.
 */
export const operationDraft = z
	.object({
		name: words(120).min(1, says('give it a name', 'donnez-lui un nom')),
		description: words(1000).default(''),
		starts_at: instant,
		ends_at: instant,
		stores: named,
		products: named,
		categories: named,
		offers: named,
	})
	.refine(({ starts_at, ends_at }) => Date.parse(starts_at) < Date.parse(ends_at), {
		error: says('it ends before it begins', 'elle finit avant de commencer'),
		path: ['ends_at'],
	});
export type OperationDraft = z.output<typeof operationDraft>;

/** When an operation is, and what of it was told to journeys. */
export type OperationDates = {
	startsAt: Date;
	endsAt: Date;
	/** When the dates were last written: what they say was not known before. */
	datedAt: Date;
	/** That it started, and ended, was told. */
	startTold: boolean;
	endTold: boolean;
	archivedAt: Date | null;
};

/** How an operation stands at an instant (UTC epoch ms). One that was archived before it started is called off. */
export function standingOfOperation(
	{ startsAt, endsAt, archivedAt, startTold }: Omit<OperationDates, 'datedAt'>,
	at: number,
): 'to-come' | 'running' | 'over' {
	if (archivedAt && !startTold) return 'over';
	if (endsAt.getTime() <= at) return 'over';
	return startsAt.getTime() <= at ? 'running' : 'to-come';
}

export type DatesProblem = 'started' | 'over' | 'past';

/**
 * Why an operation cannot be given these dates, or null. Before it starts both may move, into the time to come; once it
 * runs its end only, and an end that is over ends it; when it is over nothing.
 * `known`: null for a new one. `at`: UTC epoch ms.
 */
export function datesProblem(
	known: OperationDates | null,
	next: { startsAt: Date; endsAt: Date },
	at: number,
): DatesProblem | null {
	const same = (which: 'startsAt' | 'endsAt') => known?.[which].getTime() === next[which].getTime();
	if (same('startsAt') && same('endsAt')) return null;
	if (known?.endTold) return 'over';
	if (known?.startTold) return same('startsAt') ? null : 'started';
	return next.endsAt.getTime() <= at ? 'past' : null;
}

/**
 * What there is to tell of an operation at an instant (UTC epoch ms), and when it was: at its start and at its end, or
 * when its dates were written if they were over by then. A start that nobody could tell in time is told late, unless the
 * operation is over; its end is told whatever became of its start, for journeys let in who came meanwhile.
 */
export function toTell(
	{ startsAt, endsAt, datedAt, startTold, endTold, archivedAt }: OperationDates,
	at: number,
): { started: Date } | { ended: Date } | null {
	const known = (when: Date) => (when < datedAt ? datedAt : when);
	if (endTold || (archivedAt && !startTold)) return null;
	if (endsAt.getTime() <= at) return { ended: known(endsAt) };
	return !startTold && startsAt.getTime() <= at ? { started: known(startsAt) } : null;
}
