import { and, eq, sql } from 'drizzle-orm';
import { DEFAULT_LATENESS_MS } from '@/lib/await';
import { deadline } from '@/lib/deadline';
import { durationMs } from '@/lib/duration';
import { UserError } from '@/lib/errors';
import { instantOf } from '@/lib/event';
import type { Instant } from '@/lib/instant';
import {
	type Ahead,
	beforePark,
	type Ending,
	type Park,
	type ParkAnswer,
	type Passed,
	type State,
	type Wake,
} from '@/lib/machine';
import { firstWake, type Listening } from '@/lib/route';
import { type Needs, needs } from '@/lib/rule-needs';
import { keysOf, type Listens, tiesOf } from '@/lib/without-customer';
import type { Db, Tx } from './client';
import { factsOf } from './facts';
import { heardSince } from './heard-since';
import { commands, enrollments, steps } from './schema';
import { loadStanding, type Standing } from './standing';
import { LEASES_LET_GO } from './stock-leases';
import type { Version } from './versions';
import { VOUCHERS_LET_GO } from './voucher-releases';

export type Enrollment = typeof enrollments.$inferSelect;
export const OPEN: Enrollment['status'][] = ['starting', 'running', 'waiting'];

/** @throws Error when there is no such enrollment. */
export async function loadEnrollment(tx: Tx, id: string): Promise<Enrollment> {
	const [row] = await tx.select().from(enrollments).where(eq(enrollments.id, id));
	if (!row) throw new Error(`no enrollment ${id}`);
	return row;
}

export function entryOf(enrollment: Pick<Enrollment, 'trigger'>): Instant {
	return instantOf(enrollment.trigger);
}

// --- parking --------------------------------------------------------------------------------------------------------

/**
 * Suspends an enrollment: commits the row, which from then on is its subscription, then looks back for what came since
 * the wait's logical start. The dispatcher commits events, then reads waiting rows: whoever commits second sees the other.
 * Safe to repeat.
 */
export async function park(
	db: Db,
	ref: { enrollmentId: string; run: number; state: State },
	wanted: Park,
): Promise<ParkAnswer> {
	const { state } = ref;
	const before = await loadStanding(db, ref.enrollmentId);
	const { row } = before;
	const stale = staleRun(row, ref.run);
	if (stale) return { wake: stale };
	const ahead = aheadOf(row, state);
	if (ahead) return ahead;

	if (row.waitSeq === state.waitSeq) {
		// The same park again: this activity was repeated after its worker died.
		if (row.status !== 'waiting') return { wake: row.wake ?? (await lookBackOrTimer(db, before)) };
	} else {
		const until = wakeInstant(before, wanted, state);
		if (until instanceof UserError) return { wake: await failPark(db, row, until) };
		await writePark(db, ref, before, wanted, until);
	}

	// Read again, whoever she was: somebody may have been merged into her before the row could be woken.
	const parked = await loadStanding(db, row.id);
	const found = await lookBack(db, parked);
	if (
		found &&
		(await wakeWaiting(db, [{ id: row.id, waitSeq: state.waitSeq }], found.wake, {
			eventSeq: found.eventSeq,
			signal: false,
		})) > 0
	)
		return { wake: found.wake };
	return { fireAt: fireAt(parked.row, parked.version) };
}

/** The row, the steps that lead to it and the entries it releases, in one statement. */
async function writePark(
	db: Db,
	{ enrollmentId, run, state }: { enrollmentId: string; run: number; state: State },
	{ row, version }: Standing,
	wanted: Park,
	until: number | null,
): Promise<void> {
	const listeners = listenersOf(version, wanted);
	const names = [...new Set(listeners.map(({ event }) => event))];
	const keys = keysOf(tiesOf(listeners, row.trigger));
	const arrival = wanted.for === 'sleep' || wanted.for === 'await' ? [{ node: wanted.node, visit: wanted.visit }] : [];
	await db.execute(sql`
		with moved as (
			update enrollments set status = 'waiting', state = ${JSON.stringify(state)}::jsonb, node_id = ${wanted.node},
				parked_for = ${wanted.for}, waiting_for = ${sql.param(names)}::text[], found_by = ${sql.param(keys.length > 0 ? keys : null)}::text[], wait_seq = ${state.waitSeq},
				wake_at = ${until === null ? null : new Date(until).toISOString()}::timestamptz, wake = null
			where id = ${enrollmentId} and run = ${run} and wait_seq < ${state.waitSeq} returning *),
		${visited([...state.trace, ...arrival])}
		${RELEASED}`);
}

/** Steps of whoever `moved`: passed without any effect when they have a port, arrived at when not. */
function visited(visits: (Passed | { node: string; visit: number })[]) {
	return sql`visited as (
			insert into steps (enrollment_id, journey_id, version_id, node_id, visit, port, left_at)
			select m.id, m.journey_id, m.version_id, v.node, v.visit, v.port, case when v.port is not null then now() end
			from moved m, jsonb_to_recordset(${JSON.stringify(visits)}::jsonb) as v(node text, visit int, port text)
			on conflict do nothing)`;
}

/** Entries that could not be decided while whoever `moved` ran can be now. */
const RELEASED = sql`update event_queue q set not_before = now() from moved m
		where q.customer_id = m.customer_id and q.journey_id = m.journey_id`;

/** A timer fires only after everything received in time was heard: closes the row, commits, and looks back once more. Safe to repeat. */
export async function settle(db: Db, ref: { enrollmentId: string; run: number; state: State }): Promise<Wake | Ahead> {
	await db
		.update(enrollments)
		.set({ status: 'running', waitingFor: null, foundBy: null })
		.where(
			and(
				eq(enrollments.id, ref.enrollmentId),
				eq(enrollments.waitSeq, ref.state.waitSeq),
				eq(enrollments.status, 'waiting'),
			),
		);
	const standing = await loadStanding(db, ref.enrollmentId);
	const { row } = standing;
	return staleRun(row, ref.run) ?? aheadOf(row, ref.state) ?? row.wake ?? lookBackOrTimer(db, standing);
}

/** One answer for everybody who asks: the row is locked while it is found, so that the dispatcher can wait for it. */
async function lookBackOrTimer(db: Db, standing: Standing): Promise<Wake> {
	const { row } = standing;
	return db.transaction(async (tx) => {
		const [locked] = await tx.select().from(enrollments).where(eq(enrollments.id, row.id)).for('update');
		if (locked?.wake && locked.waitSeq === row.waitSeq) return locked.wake;
		const found = await lookBack(tx, standing);
		const wake: Wake = found?.wake ?? { by: 'timer', at: row.wakeAt?.getTime() ?? row.state.clock.at };
		await tx
			.update(enrollments)
			.set({ wake })
			.where(and(eq(enrollments.id, row.id), eq(enrollments.waitSeq, row.waitSeq)));
		await recordDeparture(tx, [row.id], wake, found?.eventSeq);
		return wake;
	});
}

/** A run that was replaced (ops retried) or an enrollment that is over must do nothing more. */
function staleRun(row: Enrollment, run: number): Wake | null {
	if (row.run === run && OPEN.includes(row.status)) return null;
	return { by: 'order', ending: { status: 'stopped', outcome: row.outcome ?? 'replaced' } };
}

/**
 * Local activities are recorded by Temporal only when the workflow's task completes. A worker killed before that has
 * written parks that the replay knows nothing of: answering for the latest one instead would end another wait.
 */
export function aheadOf(row: Enrollment, state: State): Ahead | null {
	return row.waitSeq > state.waitSeq ? { ahead: beforePark(row.state) } : null;
}

function wakeInstant(
	{ row, version, profile, workspace }: Standing,
	wanted: Park,
	state: State,
): number | null | UserError {
	if (wanted.for === 'held') return null;
	if (wanted.for === 'defer') return wanted.until;
	const spec =
		wanted.for === 'sleep' ? version.meaning.waits.get(wanted.node) : version.meaning.awaits.get(wanted.node)?.timeout;
	if (spec === null) return null;
	if (spec === undefined) throw new Error(`version ${version.id} has no wait at ${wanted.node}`);
	const zone = profile.facts.timeZone ?? workspace.timeZone;
	try {
		return deadline(spec, { from: state.waitFrom.at, zone, customer: profile.facts, trigger: row.trigger });
	} catch (error) {
		if (error instanceof UserError) return error;
		throw error;
	}
}

async function failPark(db: Db, row: Enrollment, error: UserError): Promise<Wake> {
	await db.update(enrollments).set({ error: error.message }).where(eq(enrollments.id, row.id));
	return { by: 'order', ending: { status: 'failed', outcome: 'failed' } };
}

/** When the Temporal timer fires: an await gives events that happened in time its lateness to arrive. */
function fireAt(row: Enrollment, version: Version): number | null {
	if (!row.wakeAt) return null;
	return row.wakeAt.getTime() + (row.parkedFor === 'await' ? latenessMs(version, row.nodeId) : 0);
}

/** How long a wait for an event gives it to arrive after its end. */
export function latenessMs(version: Version, nodeId: string | null): number {
	const lateness = nodeId ? version.meaning.awaits.get(nodeId)?.lateness : undefined;
	return lateness ? durationMs(lateness) : DEFAULT_LATENESS_MS;
}

function listenersOf({ meaning }: Version, wanted: Park): Listens[] {
	const awaited = wanted.for === 'await' ? (meaning.awaits.get(wanted.node)?.listeners ?? []) : [];
	return [...meaning.exits, ...awaited];
}

// --- listening ------------------------------------------------------------------------------------------------------

/** What a suspended row listens to, for lib/route. */
export function listeningOf(row: Enrollment, version: Version): Listening {
	const spec = row.parkedFor === 'await' && row.nodeId ? version.meaning.awaits.get(row.nodeId) : undefined;
	return {
		entry: entryOf(row),
		trigger: row.trigger,
		exits: version.meaning.exits,
		await: spec
			? {
					spec,
					window: {
						from: row.state.waitFrom,
						until: row.wakeAt?.getTime() ?? null,
						latenessMs: latenessMs(version, row.nodeId),
					},
				}
			: null,
	};
}

/** What the rules of a version look at, so that facts can be fetched before they are evaluated. */
export function needsOf(listening: Listening): Needs {
	return needs(...[...listening.exits, ...(listening.await?.spec.listeners ?? [])].map((l) => l.where));
}

/** What came since the wait's logical start, orders of ops and the journey's status included. */
export async function lookBack(
	tx: Tx,
	{ row, version, profile, status }: Omit<Standing, 'workspace'>,
): Promise<{ wake: Wake; eventSeq?: number } | null> {
	const order = orderFor(row.control, status);
	if (order) return { wake: order };
	const listening = listeningOf(row, version);
	const events = await heardSince(tx, profile.ids, listening);
	if (events.length > 0) {
		const first = firstWake(
			events,
			listening,
			await factsOf(tx, profile, { events, trigger: row.trigger }, needsOf(listening)),
		);
		if (first) return { wake: first.wake, eventSeq: first.event.seq };
	}
	// Parked first, then read the status: a journey resumed in between is not missed.
	return row.parkedFor === 'held' && status === 'live' ? { wake: { by: 'resume' } } : null;
}

export function orderFor(control: Enrollment['control'], journey: string): Wake | null {
	if (control === 'merge') return { by: 'order', ending: { status: 'merged', outcome: 'merged' } };
	if (control === 'end') return { by: 'order', ending: { status: 'stopped', outcome: 'ended-by-ops' } };
	if (control === 'stop' || journey === 'stopped')
		return { by: 'order', ending: { status: 'stopped', outcome: 'stopped' } };
	return null;
}

// --- waking ---------------------------------------------------------------------------------------------------------

/**
 * Ends the named waits, each only if it is still the one being waited: the single way a parked row is woken. Writes the
 * commands that carry it to Temporal (unless the caller is the workflow's own look-back). Returns how many were woken.
 */
export async function wakeWaiting(
	tx: Tx,
	waits: { id: string; waitSeq: number }[],
	wake: Wake,
	options: { eventSeq?: number | undefined; signal?: boolean } = {},
): Promise<number> {
	if (waits.length === 0) return 0;
	const woken = await tx.execute<{ id: string; run: number; wait_seq: number }>(sql`
		update enrollments e set status = 'running', wake = ${JSON.stringify(wake)}::jsonb, waiting_for = null, found_by = null
		from jsonb_to_recordset(${JSON.stringify(waits)}::jsonb) as w(id uuid, "waitSeq" int)
		where e.id = w.id and e.wait_seq = w."waitSeq" and e.status = 'waiting'
		returning e.id, e.run, e.wait_seq`);
	if (woken.rows.length === 0) return 0;
	await recordDeparture(
		tx,
		woken.rows.map((r) => r.id),
		wake,
		options.eventSeq,
	);
	if (options.signal ?? true)
		await tx
			.insert(commands)
			.values(woken.rows.map((r) => ({ kind: 'wake' as const, enrollmentId: r.id, run: r.run, waitSeq: r.wait_seq })));
	return woken.rows.length;
}

/** As `wakeWaiting`, for one. */
export async function wakeEnrollment(
	tx: Tx,
	enrollmentId: string,
	waitSeq: number,
	wake: Wake,
	eventSeq?: number,
): Promise<boolean> {
	return (await wakeWaiting(tx, [{ id: enrollmentId, waitSeq }], wake, { eventSeq })) > 0;
}

/** Of two open enrollments of one journey and key, the later one ends when its customer is merged away. */
export async function endAsMerged(tx: Tx, enrollmentId: string): Promise<void> {
	const [row] = await tx
		.update(enrollments)
		.set({ control: 'merge' })
		.where(eq(enrollments.id, enrollmentId))
		.returning();
	if (row)
		await wakeEnrollment(tx, enrollmentId, row.waitSeq, {
			by: 'order',
			ending: { status: 'merged', outcome: 'merged' },
		});
}

// --- finishing ------------------------------------------------------------------------------------------------------

/** Ends an enrollment and lets the entries that waited for its end be decided. Safe to repeat. */
export async function finish(
	db: Db,
	ref: { enrollmentId: string; run: number; state: State },
	ending: Ending,
): Promise<void> {
	const { state } = ref;
	await db.execute(sql`
		with moved as (
			update enrollments set status = ${ending.status}::enrollment_status, outcome = ${ending.outcome}, state = ${JSON.stringify(state)}::jsonb,
				-- A failed customer is shown where she failed.
				node_id = ${state.node}, parked_for = null, waiting_for = null, found_by = null, wake_at = null,
				ended_clock = ${new Date(state.clock.at).toISOString()}::timestamptz, ended_at = now()
			where id = ${ref.enrollmentId} and run = ${ref.run} and status in ('starting', 'running', 'waiting') returning *),
		${visited(state.trace)},
		${VOUCHERS_LET_GO},
		${LEASES_LET_GO}
		${RELEASED}`);
}

// --- steps ----------------------------------------------------------------------------------------------------------

type StepOwner = Pick<Enrollment, 'id' | 'journeyId' | 'versionId'>;

/** Nodes passed without any effect (splits). */
export async function recordPassed(tx: Tx, row: StepOwner, passed: Passed[]): Promise<void> {
	if (passed.length === 0) return;
	await tx
		.insert(steps)
		.values(passed.map((p) => ({ ...owner(row), nodeId: p.node, visit: p.visit, port: p.port, leftAt: new Date() })))
		.onConflictDoNothing();
}

/** Closes the steps at which the enrollments waited. A restarted timer and a suspended effect stay where they are. */
async function recordDeparture(
	tx: Tx,
	enrollmentIds: string[],
	wake: Wake,
	eventSeq: number | undefined,
): Promise<void> {
	if (wake.by === 'restart' || wake.by === 'resume') return;
	const port = wake.by === 'event' ? wake.port : wake.by === 'timer' ? null : wake.by;
	await tx.execute(sql`
		update steps s set left_at = now(), why = ${wake.by}, event_seq = ${eventSeq ?? null},
			port = coalesce(${port}, case e.parked_for when 'sleep' then 'done' else 'timeout' end),
			-- The window the wait was open for: an event that turns up later is measured against it.
			evidence = jsonb_build_object('from', e.state->'waitFrom'->'at', 'until', (extract(epoch from e.wake_at) * 1000)::bigint)
		from enrollments e
		where e.id in ${enrollmentIds} and s.enrollment_id = e.id and s.node_id = e.node_id
			and s.visit = (e.state->>'visit')::int and s.port is null and e.parked_for in ('sleep', 'await')`);
}

export function owner(row: StepOwner) {
	return { enrollmentId: row.id, journeyId: row.journeyId, versionId: row.versionId };
}
