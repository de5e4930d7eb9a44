import { and, eq, inArray, sql } from 'drizzle-orm';
import { ConflictError, NotFoundError } from '@/lib/errors';
import type { Wake } from '@/lib/machine';
import { missing } from '@/lib/missing';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { OPEN, wakeWaiting } from './enrollments';
import { stopFanOuts } from './fan-outs';
import { notifyQueue } from './queue';
import { commands, enrollments, type JourneyStatus, journeys, sends, steps } from './schema';

/** Nobody enters, nothing is sent; waits go on listening. @throws NotFoundError, ConflictError */
export async function pauseJourney(db: Db, id: string, actor: string): Promise<void> {
	await change(db, id, ['live'], 'paused', actor, 'journey.pause', async () => {});
}

/** Customers enter again, and those who were held go on. @throws NotFoundError, ConflictError */
export async function resumeJourney(db: Db, id: string, actor: string): Promise<void> {
	await change(db, id, ['paused'], 'live', actor, 'journey.resume', async (tx) => {
		await wakeAll(tx, id, { by: 'resume' }, sql`and parked_for = 'held'`);
	});
}

/** Everybody leaves, wherever they are, and nobody enters. @throws NotFoundError, ConflictError */
export async function stopJourney(db: Db, id: string, actor: string): Promise<void> {
	await change(db, id, ['live', 'paused'], 'stopped', actor, 'journey.stop', async (tx) => {
		// Published again later, the journey must not keep those who were told to leave.
		await tx
			.update(enrollments)
			.set({ control: 'stop' })
			.where(and(eq(enrollments.journeyId, id), inArray(enrollments.status, OPEN)));
		await stopFanOuts(tx, id);
		await wakeAll(tx, id, { by: 'order', ending: { status: 'stopped', outcome: 'stopped' } }, sql``);
	});
}

const IN_FRENCH: Record<JourneyStatus, string> = {
	draft: 'en brouillon',
	live: 'actif',
	paused: 'en pause',
	stopped: 'arrêté',
	archived: 'archivé',
};

async function change(
	db: Db,
	id: string,
	from: JourneyStatus[],
	to: JourneyStatus,
	actor: string,
	action: string,
	then: (tx: Tx) => Promise<void>,
): Promise<void> {
	await db.transaction(async (tx) => {
		const [row] = await tx.select({ status: journeys.status }).from(journeys).where(eq(journeys.id, id)).for('update');
		if (!row) throw new NotFoundError(missing.journey(id));
		if (!from.includes(row.status))
			throw new ConflictError({
				en: `the journey is ${row.status}: only one that is ${from.join(' or ')} can be ${to}`,
				fr: `le parcours est ${IN_FRENCH[row.status]}\u00a0: seul un parcours ${from.map((status) => IN_FRENCH[status]).join(' ou ')} peut devenir ${IN_FRENCH[to]}`,
			});
		await tx.update(journeys).set({ status: to }).where(eq(journeys.id, id));
		await then(tx);
		await audit(tx, actor, action, id);
		await notifyQueue(tx);
	});
}

async function wakeAll(tx: Tx, journeyId: string, wake: Wake, which: ReturnType<typeof sql>): Promise<void> {
	const waiting = await tx.execute<{ id: string; waitSeq: number }>(sql`
		select id, wait_seq as "waitSeq" from enrollments where journey_id = ${journeyId} and status = 'waiting' ${which}`);
	await wakeWaiting(tx, waiting.rows, wake);
}

/** Ends one enrollment, whatever it is doing. @throws NotFoundError, ConflictError when it is over */
export async function endEnrollment(db: Db, id: string, actor: string): Promise<void> {
	await db.transaction(async (tx) => {
		const row = await locked(tx, id);
		if (!OPEN.includes(row.status))
			throw new ConflictError({ en: 'the enrollment is already over', fr: 'ce passage est déjà terminé' });
		await tx.update(enrollments).set({ control: 'end' }).where(eq(enrollments.id, id));
		await wakeWaiting(tx, [{ id, waitSeq: row.waitSeq }], {
			by: 'order',
			ending: { status: 'stopped', outcome: 'ended-by-ops' },
		});
		await audit(tx, actor, 'enrollment.end', id);
		await notifyQueue(tx);
	});
}

export type Retried =
	| { status: 'retried' }
	/** Nothing was done: the customer may have the message already. Whoever is `sure` says so. */
	| { status: 'unsure' };

/**
 * Sends a failed enrollment on from the node where it failed: the step is forgotten and run again. A send that the
 * provider accepted is never repeated; one that it may have accepted only when ops are `sure`.
 * @throws NotFoundError, ConflictError
 */
export async function retryEnrollment(
	db: Db,
	id: string,
	actor: string,
	{ sure = false }: { sure?: boolean | undefined } = {},
): Promise<Retried> {
	return db.transaction(async (tx): Promise<Retried> => {
		const row = await locked(tx, id);
		if (row.status !== 'failed')
			throw new ConflictError({
				en: `the enrollment is ${row.status}: only one that has failed can be tried again`,
				fr: 'seul un passage en échec peut être réessayé',
			});
		const { node, visit } = row.state;
		if (node === null)
			throw new ConflictError({
				en: 'the enrollment has passed its last step: there is nothing to try again',
				fr: 'ce passage a dépassé sa dernière étape\u00a0: il n’y a rien à réessayer',
			});
		const [other] = await tx
			.select({ id: enrollments.id })
			.from(enrollments)
			.where(
				and(
					eq(enrollments.journeyId, row.journeyId),
					eq(enrollments.customerId, row.customerId),
					eq(enrollments.entryKey, row.entryKey),
					inArray(enrollments.status, OPEN),
				),
			);
		if (other)
			throw new ConflictError({
				en: 'the customer has entered the journey again meanwhile: end that enrollment first',
				fr: 'le client est entré de nouveau dans le parcours entre-temps\u00a0: terminez d’abord ce passage',
			});

		const atStep = and(eq(sends.enrollmentId, id), eq(sends.nodeId, node), eq(sends.visit, visit));
		const made = await tx.select({ state: sends.state }).from(sends).where(atStep);
		if (made.length > 0 && made.every(({ state }) => state === 'accepted'))
			throw new ConflictError({
				en: 'the provider has accepted this message: it is never sent twice',
				fr: 'le prestataire a accepté ce message\u00a0: il n’est jamais envoyé deux fois',
			});
		const mayHaveIt = made.some(({ state }) => state === 'unknown' || state === 'calling');
		if (mayHaveIt && !sure) return { status: 'unsure' };

		await tx.delete(steps).where(and(eq(steps.enrollmentId, id), eq(steps.nodeId, node), eq(steps.visit, visit)));
		await tx.delete(sends).where(and(atStep, inArray(sends.state, ['rejected', 'unknown', 'calling'])));
		const run = row.run + 1;
		await tx
			.update(enrollments)
			.set({
				status: 'starting',
				run,
				state: { ...row.state, leaving: null, suspended: null },
				outcome: null,
				error: null,
				control: null,
				endedAt: null,
				endedClock: null,
			})
			.where(eq(enrollments.id, id));
		await tx.insert(commands).values({ kind: 'start', enrollmentId: id, run });
		await audit(tx, actor, 'enrollment.retry', id, { node, run, mayHaveIt });
		await notifyQueue(tx);
		return { status: 'retried' };
	});
}

async function locked(tx: Tx, id: string): Promise<typeof enrollments.$inferSelect> {
	const [row] = await tx.select().from(enrollments).where(eq(enrollments.id, id)).for('update');
	if (!row) throw new NotFoundError(missing.enrollment(id));
	return row;
}
