import {
	type Client,
	WorkflowExecutionAlreadyStartedError,
	WorkflowIdReusePolicy,
	WorkflowNotFoundError,
} from '@temporalio/client';
import { asc, lte, sql } from 'drizzle-orm';
import { anyOf } from '../db/any-of';
import type { Db } from '../db/client';
import { againLater, reasonOf } from '../db/failed-work';
import { commands, enrollments } from '../db/schema';
import { loadVersion } from '../db/versions';
import { type Delivery, JOURNEY_WORKFLOW, type JourneyInput, WAKE_SIGNAL, workflowId } from './contract';

/** Commands in flight to Temporal at once. */
const BATCH = 40;

type Row = { command: typeof commands.$inferSelect; enrollment: typeof enrollments.$inferSelect | undefined };

/**
 * Carries decided commands to Temporal, at least once: a row goes only after Temporal has taken it. Returns how many
 * were taken. Any number of processes may do this at once.
 */
export async function deliverOnce(db: Db, temporal: Client, taskQueue: string): Promise<number> {
	return db.transaction(async (tx) => {
		const due = await tx
			.select()
			.from(commands)
			.where(lte(commands.notBefore, sql`now()`))
			.orderBy(asc(commands.id))
			.limit(BATCH)
			.for('update', { skipLocked: true });
		if (due.length === 0) return 0;
		const rows = await tx
			.select()
			.from(enrollments)
			.where(
				anyOf(
					enrollments.id,
					due.map((c) => c.enrollmentId),
				),
			);
		const byId = new Map(rows.map((e) => [e.id, e]));
		const outcomes = await Promise.all(
			due.map(async (command) => ({
				id: command.id,
				failure: await failureOf(() =>
					deliver(db, temporal, taskQueue, { command, enrollment: byId.get(command.enrollmentId) }),
				),
			})),
		);
		const delivered = outcomes.filter((o) => o.failure === null).map((o) => o.id);
		if (delivered.length > 0) await tx.delete(commands).where(anyOf(commands.id, delivered));
		for (const { id, failure } of outcomes)
			if (failure !== null)
				await tx.execute(sql`
					update commands set attempts = attempts + 1, last_error = ${failure},
						not_before = ${againLater(30)}
					where id = ${id}`);
		return delivered.length;
	});
}

async function failureOf(work: () => Promise<void>): Promise<string | null> {
	try {
		await work();
		return null;
	} catch (error) {
		return reasonOf(error);
	}
}

async function deliver(db: Db, temporal: Client, taskQueue: string, { command, enrollment }: Row): Promise<void> {
	if (!enrollment || enrollment.run !== command.run) return;
	const id = workflowId(enrollment.id, command.run);
	try {
		if (command.kind === 'start') {
			const { program } = await loadVersion(db, enrollment.versionId);
			const input: JourneyInput = {
				enrollmentId: enrollment.id,
				run: command.run,
				program,
				state: enrollment.state,
				inbox: [],
			};
			await temporal.workflow.start(JOURNEY_WORKFLOW, {
				workflowId: id,
				taskQueue,
				args: [input],
				workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
			});
		} else if (enrollment.wake && command.waitSeq !== null && enrollment.waitSeq === command.waitSeq) {
			const delivery: Delivery = { waitSeq: command.waitSeq, wake: enrollment.wake };
			await temporal.workflow.getHandle(id).signal(WAKE_SIGNAL, delivery);
		}
	} catch (error) {
		// Started by an earlier try, or ended meanwhile: told already.
		if (error instanceof WorkflowExecutionAlreadyStartedError || error instanceof WorkflowNotFoundError) return;
		throw error;
	}
}
