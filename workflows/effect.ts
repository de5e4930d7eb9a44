import { and, eq, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/client';
import { aheadOf, type Enrollment, owner, recordPassed } from '../db/enrollments';
import { factsInStep } from '../db/facts';
import { send } from '../db/ledger';
import { enrollments, steps } from '../db/schema';
import { loadStanding, type Standing } from '../db/standing';
import { templateVariables } from '../db/template-variables';
import { loadVersion, type Version } from '../db/versions';
import { issueVoucher } from '../db/vouchers';
import { OperationalError, UserError } from '../lib/errors';
import type { JsonObject } from '../lib/event';
import type { Ahead, EffectResult } from '../lib/machine';
import { needs } from '../lib/rule-needs';
import { nodeType } from '../nodes';
import type { RunContext, RunResult } from '../nodes/define';
import type { EffectInput } from './contract';
import { goTo } from './go-to';
import type { LoadedRun } from './runs';

/** After this many tries a step that cannot reach its provider has failed: a message days late is worse than none. */
const MAX_ATTEMPTS = 12;

/**
 * Performs one step, once: a step that has a port already answers it. Bad configuration leaves by `failed`; what is down
 * is tried again, a bounded number of times, visibly; anything else is a bug and is thrown.
 */
export async function perform(
	db: Db,
	run: LoadedRun,
	input: EffectInput,
	attempt: number,
): Promise<EffectResult | Ahead> {
	const { row, known } = await loadStep(db, input);
	if (row.run !== input.run) return { leave: { status: 'stopped', outcome: 'replaced', clock: input.state.clock } };
	const ahead = aheadOf(row, input.state);
	if (ahead) return ahead;
	if (known) return known;

	const version = await loadVersion(db, row.versionId);
	const result = await attempted(
		() => run(contextOf(db, row, version, input, attempt >= MAX_ATTEMPTS)),
		attempt,
		(message) => showTrouble(db, row, input, message, attempt),
	);
	if (!('port' in result)) {
		if ('deferUntil' in result) await showPutOff(db, row, input, result);
		await db.update(enrollments).set({ status: 'running', nodeId: input.node }).where(eq(enrollments.id, row.id));
		return result;
	}
	const record = async (tx: Tx) => {
		const evidence = { ...result.evidence, ...(result.leftAt === undefined ? {} : { leftAt: result.leftAt }) };
		const done = { port: result.port, why: result.why ?? null, evidence, leftAt: new Date() };
		await tx
			.insert(steps)
			.values({ ...owner(row), nodeId: input.node, visit: input.visit, ...done })
			.onConflictDoUpdate({
				target: [steps.enrollmentId, steps.nodeId, steps.visit],
				// For whom the message made way stays with it.
				set: {
					...done,
					evidence: sql`excluded.evidence || jsonb_strip_nulls(jsonb_build_object('held', ${steps.evidence}->'held'))`,
				},
			});
		await recordPassed(tx, row, input.state.trace);
		if (result.port === 'failed')
			await tx
				.update(enrollments)
				.set({ error: result.why ?? 'failed' })
				.where(eq(enrollments.id, row.id));
	};
	// Mostly it is one statement, which needs no transaction around it.
	const single = input.state.trace.length === 0 && result.port !== 'failed';
	await (single ? record(db) : db.transaction(record));
	return { port: result.port, leftAt: result.leftAt };
}

/** The enrollment, and what the step has answered before. */
async function loadStep(db: Db, input: EffectInput): Promise<{ row: Enrollment; known: EffectResult | null }> {
	const [found] = await db
		.select({ row: enrollments, port: steps.port, evidence: steps.evidence })
		.from(enrollments)
		.leftJoin(
			steps,
			and(eq(steps.enrollmentId, enrollments.id), eq(steps.nodeId, input.node), eq(steps.visit, input.visit)),
		)
		.where(eq(enrollments.id, input.enrollmentId));
	if (!found) throw new Error(`no enrollment ${input.enrollmentId}`);
	const { row, port, evidence } = found;
	if (port === null) return { row, known: null };
	const leftAt = evidence?.leftAt;
	return { row, known: { port, ...(typeof leftAt === 'number' ? { leftAt } : {}) } };
}

async function attempted(
	run: () => Promise<RunResult>,
	attempt: number,
	showTroubleWith: (message: string) => Promise<void>,
): Promise<RunResult> {
	try {
		return await run();
	} catch (error) {
		if (error instanceof UserError) return { port: 'failed', why: error.message, evidence: evidenceOf(error) };
		const message =
			error instanceof OperationalError ? error.said : error instanceof Error ? error.message : String(error);
		if (error instanceof OperationalError && attempt >= MAX_ATTEMPTS)
			return { port: 'failed', why: 'gave-up', evidence: { detail: message, attempts: attempt } };
		await showTroubleWith(message);
		throw error;
	}
}

/** With its words in every language: the reason itself is what systems read. */
function evidenceOf({ field, words }: UserError): JsonObject {
	return { ...(field ? { field } : {}), ...(typeof words === 'string' ? {} : { words }) };
}

/** A message that is put off says why while it waits. */
async function showPutOff(
	db: Db,
	row: Enrollment,
	input: EffectInput,
	{ why, evidence = {} }: { why: string; evidence?: JsonObject },
): Promise<void> {
	const putOff = { why, evidence: why === 'arbitration' ? { held: evidence } : evidence };
	await db
		.insert(steps)
		.values({ ...owner(row), nodeId: input.node, visit: input.visit, ...putOff })
		.onConflictDoUpdate({ target: [steps.enrollmentId, steps.nodeId, steps.visit], set: putOff });
}

/** A step in trouble is visible at its node while it is tried again. */
async function showTrouble(
	db: Db,
	row: Enrollment,
	input: EffectInput,
	message: string,
	attempt: number,
): Promise<void> {
	const trouble = { why: 'retrying', evidence: { detail: message, attempts: attempt } };
	await db
		.insert(steps)
		.values({ ...owner(row), nodeId: input.node, visit: input.visit, ...trouble })
		.onConflictDoUpdate({ target: [steps.enrollmentId, steps.nodeId, steps.visit], set: trouble });
	await db
		.update(enrollments)
		.set({ status: 'running', nodeId: input.node, error: message })
		.where(eq(enrollments.id, row.id));
}

function contextOf(
	db: Db,
	row: Enrollment,
	version: Version,
	input: EffectInput,
	lastTry: boolean,
): RunContext<unknown> {
	const now = Date.now();
	const clock = input.state.clock.at;
	const key = `${row.id}:${input.node}:${input.visit}`;
	const step = { enrollmentId: row.id, nodeId: input.node, visit: input.visit };
	const wanted = version.wantedOf(input.node);
	let loaded: Promise<Standing> | undefined;
	const standing = () => {
		loaded ??= loadStanding(db, row.id);
		return loaded;
	};
	return {
		config: nodeType(input.type)?.schema.parse(version.configOf(input.node)),
		prepared: version.preparedOf(input.node),
		key,
		enrollmentId: row.id,
		journeyId: row.journeyId,
		nodeId: input.node,
		visit: input.visit,
		clock,
		now,
		lastTry,
		trigger: row.trigger,
		facts: async (...rules) =>
			factsInStep(db, (await standing()).profile, { trigger: row.trigger, now: clock, knownBy: now }, needs(...rules)),
		variables: async () => templateVariables(db, await standing(), wanted),
		send: (channel, render, { purpose, promised } = {}) =>
			send(db, {
				...step,
				channel,
				purpose,
				promised,
				clock,
				lastTry,
				render: async (at) => render(await templateVariables(db, at, wanted)),
			}),
		goTo: (journeyId) => goTo(db, row, { key, clock, lastTry }, journeyId),
		issueVoucher: async (offer) => issueVoucher(db, { ...step, ...offer, customer: (await standing()).profile, clock }),
	};
}
