import { and, desc, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ArbitrationFacts } from '@/lib/arbitration';
import type { Channel } from '@/lib/channel';
import { coming } from '@/lib/coming';
import { consentTo, DEFAULT_PURPOSE } from '@/lib/consent';
import { durationMs } from '@/lib/duration';
import type { GateFacts } from '@/lib/gate';
import { kindOfStep, pressureOf } from '@/lib/pressure';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { latenessMs } from './enrollments';
import type { Profile } from './profiles';
import { enrollments, journeys, type SendState, sends, steps } from './schema';
import type { Standing } from './standing';
import { loadVersion, type Version } from './versions';

/** States that count against caps and windows: the customer has, or may have, the message. */
export const COUNTED: SendState[] = ['reserved', 'calling', 'accepted', 'unknown'];

type Attempt = { key: string; nodeId: string; visit: number; channel: Channel; clock: number; now: number };

/** What weighs on a send, read under the customer's lock: nothing for a service message. */
export async function pressureOn(
	tx: Tx,
	standing: Standing,
	attempt: Attempt,
): Promise<Pick<GateFacts, 'caps' | 'sent' | 'arbitration'>> {
	const { profile, workspace, version } = standing;
	const kind = kindOfStep(version.graph.settings, version.configOf(attempt.nodeId));
	const caps = { channel: workspace.frequencyCaps[attempt.channel], all: workspace.frequencyCaps.all };
	const window = kind === 'promotional' ? workspace.promotionWindow : null;
	const periods = [caps.channel?.per, caps.all?.per, window].flatMap((period) => (period ? [durationMs(period)] : []));
	if (kind === 'service' || periods.length === 0) return { caps, sent: [], arbitration: null };
	const sent = await sentSince(tx, profile.ids, attempt.now - Math.max(...periods), attempt.key);
	const arbitration = window === null ? null : await arbitrationOf(tx, standing, attempt, durationMs(window), sent);
	return { caps, sent, arbitration };
}

/** What she was sent, or may have been, the latest first. */
async function sentSince(tx: Tx, customerIds: string[], since: number, except: string) {
	const rows = await tx
		.select({
			channel: sends.channel,
			at: sends.createdAt,
			promotional: sends.promotional,
			priority: sends.priority,
			enrollmentId: sends.enrollmentId,
			journeyId: sends.journeyId,
			journey: journeys.name,
		})
		.from(sends)
		.leftJoin(journeys, eq(journeys.id, sends.journeyId))
		.where(
			and(
				anyOf(sends.customerId, customerIds),
				inArray(sends.state, COUNTED),
				gt(sends.createdAt, new Date(since)),
				ne(sends.key, except),
			),
		)
		.orderBy(desc(sends.createdAt));
	return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

async function arbitrationOf(
	tx: Tx,
	{ row, profile, version }: Standing,
	{ nodeId, visit, clock, now }: Attempt,
	windowMs: number,
	sent: Awaited<ReturnType<typeof sentSince>>,
): Promise<ArbitrationFacts> {
	const { settings } = version.graph;
	const { priority, outranked } = pressureOf(settings);
	const last = sent.find((one) => one.promotional && one.enrollmentId !== row.id && one.at > now - windowMs);
	const rivals = await rivalsOf(tx, row.id, profile);
	// The row is as it was last parked: at this very step, when the message was put off before.
	const again = row.state.node === nodeId && row.state.visit === visit;
	const heldSince = last || rivals.length > 0 ? await heldSinceOf(tx, row.id, nodeId, visit) : null;
	return {
		now,
		windowMs,
		own: {
			id: row.id,
			priority,
			wantedAt: again ? row.state.waitFrom.at : clock,
			journeyId: row.journeyId,
			journey: '',
		},
		outranked,
		heldSince,
		maxHoldMs: durationMs(settings.maxLateness),
		last: last
			? {
					id: last.enrollmentId,
					priority: last.priority,
					wantedAt: last.at,
					journeyId: last.journeyId,
					journey: last.journey ?? '',
					at: last.at,
				}
			: null,
		rivals,
	};
}

const passedNodes = z.array(z.string());

/** Her other enrollments that stand right before a promotional message which could reach her. */
async function rivalsOf(tx: Tx, enrollmentId: string, profile: Profile): Promise<ArbitrationFacts['rivals']> {
	const rows = await tx
		.select({
			row: {
				id: enrollments.id,
				journeyId: enrollments.journeyId,
				versionId: enrollments.versionId,
				status: sql<'starting' | 'running' | 'waiting'>`${enrollments.status}`,
				parkedFor: enrollments.parkedFor,
				node: enrollments.nodeId,
				wakeAt: enrollments.wakeAt,
				wake: enrollments.wake,
				state: enrollments.state,
				enteredAt: enrollments.enteredAt,
			},
			journey: journeys.name,
			// The row is as it was last parked; a message that was tried since is not ahead any more.
			passed: sql<unknown>`(select coalesce(jsonb_agg(s.node_id), '[]') from ${steps} s
				where s.enrollment_id = ${enrollments.id} and s.port is not null and ${enrollments.status} <> 'waiting'
					and s.visit >= case when s.node_id = ${enrollments.state}->>'node' then (${enrollments.state}->>'visit')::int
						else coalesce((${enrollments.state}->'visits'->>s.node_id)::int, 0) end)`,
		})
		.from(enrollments)
		.innerJoin(journeys, and(eq(journeys.id, enrollments.journeyId), eq(journeys.status, 'live')))
		.where(
			and(
				anyOf(enrollments.customerId, profile.ids),
				inArray(enrollments.status, ['starting', 'running', 'waiting']),
				ne(enrollments.id, enrollmentId),
				sql`${enrollments.control} is null`,
			),
		);
	const rivals: ArbitrationFacts['rivals'][number][] = [];
	for (const { row, journey, passed } of rows) {
		const version = await loadVersion(tx, row.versionId);
		const promotions = promotionsFor(version, profile, passedNodes.parse(passed));
		if (promotions.size === 0) continue;
		const { priority } = pressureOf(version.graph.settings);
		const ahead = coming(version.program, promotions, {
			...row,
			wakeAt: row.wakeAt?.getTime() ?? null,
			enteredAt: row.enteredAt.getTime(),
			latenessMs: latenessMs(version, row.node),
		});
		if (ahead) rivals.push({ id: row.id, priority, journeyId: row.journeyId, journey, ...ahead });
	}
	return rivals;
}

/** The promotional messages of a version that could reach her, but for those that were tried already. */
function promotionsFor(version: Version, { facts, consentsTo }: Profile, passed: string[]): Set<string> {
	return new Set(
		[...version.meaning.channels].flatMap(([node, channels]) => {
			const config = version.configOf(node);
			if (kindOfStep(version.graph.settings, config) !== 'promotional') return [];
			const { purpose } = config;
			const to = typeof purpose === 'string' ? purpose : DEFAULT_PURPOSE;
			const reached = channels.some((one) => consentTo(consentsTo, one, to) && addressOf(facts, one) !== null);
			return reached && !passed.includes(node) ? [node] : [];
		}),
	);
}

/** Where a customer can be reached on a channel. */
export function addressOf(facts: Profile['facts'], channel: Channel): string | null {
	return channel === 'email' ? facts.email : facts.phone;
}

/** Since when a message makes way (UTC epoch ms), as its step says. Quiet hours in between begin the time anew: they are not waiting for others. */
async function heldSinceOf(tx: Tx, enrollmentId: string, nodeId: string, visit: number): Promise<number | null> {
	const [step] = await tx
		.select({ since: sql<string | null>`${steps.evidence}->'held'->>'heldSince'` })
		.from(steps)
		.where(and(eq(steps.enrollmentId, enrollmentId), eq(steps.nodeId, nodeId), eq(steps.visit, visit)));
	return step?.since ? Date.parse(step.since) : null;
}
