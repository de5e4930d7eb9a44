import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { CHANNELS, type Channel, channel } from '@/lib/channel';
import { consentTo } from '@/lib/consent';
import { durationMs } from '@/lib/duration';
import { kindOfStep } from '@/lib/pressure';
import type { ChannelFacts } from '@/lib/reach';
import { anyOf } from './any-of';
import type { Tx } from './client';
import { addressOf } from './pressure';
import { events, sends } from './schema';
import { loadStanding } from './standing';

/** How far back one looks for what she answers. */
const LATELY = 'P90D';
/** Events that say that she looked at a message, or answered it: of one channel, or of the one they name. */
const ANSWERS: Record<string, Channel | 'named'> = {
	'Email Opened': 'email',
	'Email Link Clicked': 'email',
	'Message Received': 'named',
};

/** What is known of a customer on every channel, for a step that may choose one. `now`: UTC epoch ms. */
export async function channelFacts(
	tx: Tx,
	step: { enrollmentId: string; nodeId: string; visit: number; purpose: string; now: number },
): Promise<ChannelFacts[]> {
	const { version, profile, workspace } = await loadStanding(tx, step.enrollmentId);
	const service = kindOfStep(version.graph.settings, version.configOf(step.nodeId)) === 'service';
	const since = new Date(step.now - durationMs(LATELY));
	const [begun, sent, answered] = [
		await begunOn(tx, step),
		await sentSince(tx, profile.ids, since),
		await answersSince(tx, profile.ids, since),
	];
	const prefers = channel.safeParse(profile.facts.traits.preferred_channel).data;
	return CHANNELS.map((one) => ({
		channel: one,
		address: addressOf(profile.facts, one) !== null,
		consent: service || consentTo(profile.consentsTo, one, step.purpose),
		begun: begun.includes(one),
		preferred: prefers === one,
		sent: sent.get(one) ?? 0,
		answered: answered.filter((answer) => answer === one).length,
		costMinor: workspace.messageCosts[one],
	}));
}

/** Channels on which this very message may have gone out already. */
async function begunOn(
	tx: Tx,
	{ enrollmentId, nodeId, visit }: { enrollmentId: string; nodeId: string; visit: number },
): Promise<Channel[]> {
	const rows = await tx
		.select({ channel: sends.channel })
		.from(sends)
		.where(
			and(
				eq(sends.enrollmentId, enrollmentId),
				eq(sends.nodeId, nodeId),
				eq(sends.visit, visit),
				inArray(sends.state, ['reserved', 'calling', 'accepted', 'unknown']),
			),
		);
	return rows.map((row) => row.channel);
}

async function sentSince(tx: Tx, customerIds: string[], since: Date): Promise<Map<Channel, number>> {
	const rows = await tx
		.select({ channel: sends.channel, n: sql<number>`count(*)::int` })
		.from(sends)
		.where(and(anyOf(sends.customerId, customerIds), eq(sends.state, 'accepted'), gt(sends.createdAt, since)))
		.groupBy(sends.channel);
	return new Map(rows.map((row) => [row.channel, row.n]));
}

async function answersSince(tx: Tx, customerIds: string[], since: Date): Promise<Channel[]> {
	const rows = await tx
		.select({ name: events.name, properties: events.properties })
		.from(events)
		.where(
			and(
				anyOf(events.customerId, customerIds),
				anyOf(events.name, Object.keys(ANSWERS)),
				gt(events.effectiveAt, since),
			),
		);
	return rows.flatMap(({ name, properties }) => {
		const on = ANSWERS[name];
		return (on === 'named' ? channel.safeParse(properties.channel).data : on) ?? [];
	});
}
