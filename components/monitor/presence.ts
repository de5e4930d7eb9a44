import type { BadgeTone } from '@/components/ui/badge';
import type { NodeCount } from '@/db/monitor';

const KINDS = ['failed', 'retrying', 'held', 'deferred', 'here'] as const;
export type PresenceKind = (typeof KINDS)[number];

const TONE = {
	failed: 'danger',
	retrying: 'warning',
	held: 'warning',
	deferred: 'accent',
	here: 'accent',
} as const satisfies Record<PresenceKind, BadgeTone>;

/** Who is at a step, by how she is: worst first, without those who are not there. `here` are all others. */
export function presence(count: NodeCount): { kind: PresenceKind; n: number; tone: BadgeTone }[] {
	const n = { ...count, here: Math.max(0, count.here - count.held - count.deferred - count.retrying) };
	return KINDS.map((kind) => ({ kind, n: n[kind], tone: TONE[kind] })).filter((part) => part.n > 0);
}

/** The list of those customers. */
export function presenceHref(journeyId: string, nodeId: string, kind?: PresenceKind): string {
	const query = new URLSearchParams({ node: nodeId });
	if (kind) query.set('status', kind === 'failed' ? 'failed' : 'open');
	return `/journeys/${journeyId}/enrollments?${query}`;
}
