import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ArbitrationFacts, arbitrate, type Claim, moreRelevant } from './arbitration';
import { HOUR, MINUTE, TUESDAY } from './testing/facts';

const claim = (id: string, priority: number, wantedAt = TUESDAY): Claim => ({
	...{ id, priority, wantedAt, journeyId: `journey-${id}`, journey: `Journey ${id}` },
});
const alone: ArbitrationFacts = {
	now: TUESDAY,
	windowMs: 2 * HOUR,
	own: claim('own', 50),
	outranked: 'hold',
	heldSince: null,
	maxHoldMs: 6 * HOUR,
	last: null,
	rivals: [],
};
const answer = (more: Partial<ArbitrationFacts>) => arbitrate({ ...alone, ...more });

describe('of two promotions', () => {
	test('the one with the higher priority goes, then who wanted out first, then one of the two', () => {
		expect(moreRelevant(claim('a', 60), claim('b', 50, TUESDAY - HOUR))).toBe(true);
		expect(moreRelevant(claim('a', 50), claim('b', 50, TUESDAY - HOUR))).toBe(false);
		expect(moreRelevant(claim('a', 50), claim('b', 50))).toBe(true);
		expect(moreRelevant(claim('b', 50), claim('a', 50))).toBe(false);
	});
	test('one alone goes at once', () => {
		expect(arbitrate(alone)).toEqual({ do: 'send', ahead: [] });
	});
	test('the more relevant goes at once, and says whom it went before', () => {
		const rivals = [{ ...claim('later', 10), expectedAt: TUESDAY + HOUR }];
		expect(answer({ rivals })).toEqual({
			do: 'send',
			ahead: [{ journeyId: 'journey-later', journey: 'Journey later', priority: 10 }],
		});
	});
	test('the less relevant is put off until it is known whether the other went', () => {
		const rivals = [{ ...claim('big', 90), expectedAt: TUESDAY + HOUR }];
		expect(answer({ rivals })).toMatchObject({
			do: 'defer',
			until: TUESDAY + HOUR + 5000,
			why: 'arbitration',
			evidence: { journey: 'Journey big', priority: 90, ownPriority: 50 },
		});
	});
	test('one that is not due within the window keeps nobody waiting', () => {
		expect(answer({ rivals: [{ ...claim('big', 90), expectedAt: TUESDAY + 3 * HOUR }] }).do).toBe('send');
	});
	test('after one went, the other waits until the window has passed, and says for whom and until when', () => {
		expect(answer({ last: { ...claim('big', 90), at: TUESDAY - HOUR } })).toMatchObject({
			do: 'defer',
			until: TUESDAY + HOUR,
			evidence: { journey: 'Journey big', priority: 90, wentAt: '2026-11-24T08:00:00.000Z', until: expect.any(String) },
		});
		expect(answer({ last: { ...claim('big', 90), at: TUESDAY - 2 * HOUR } }).do).toBe('send');
	});
	test('the less relevant is dropped where the journey says so, with the same evidence', () => {
		const last = { ...claim('big', 90), at: TUESDAY - HOUR };
		expect(answer({ last, outranked: 'drop' })).toMatchObject({
			do: 'suppress',
			reason: 'arbitration',
			evidence: { journey: 'Journey big', priority: 90 },
		});
	});
	test('nothing is dropped for a message that may still not come, nor for a less relevant one', () => {
		const rivals = [{ ...claim('big', 90), expectedAt: TUESDAY + HOUR }];
		expect(answer({ rivals, outranked: 'drop' }).do).toBe('defer');
		expect(answer({ last: { ...claim('small', 10), at: TUESDAY - HOUR }, outranked: 'drop' }).do).toBe('defer');
	});
	test('one that is overdue is waited for a little, then longer, but never beyond the lateness the journey allows', () => {
		const rivals = [{ ...claim('big', 90), expectedAt: TUESDAY - MINUTE }];
		expect(answer({ rivals })).toMatchObject({ do: 'defer', until: TUESDAY + 5000 });
		expect(answer({ rivals, heldSince: TUESDAY - MINUTE })).toMatchObject({ until: TUESDAY + MINUTE });
		expect(answer({ rivals, heldSince: TUESDAY - HOUR })).toMatchObject({ until: TUESDAY + 5 * MINUTE });
		expect(answer({ rivals, heldSince: TUESDAY - 6 * HOUR })).toMatchObject({ reason: 'arbitration' });
	});
});

/** Several enrollments of one customer, each with one promotional message that it wants out at some minute. */
type Enrollment = Claim & {
	outranked: 'hold' | 'drop';
	/** It is seen to stand right before its message from then on. */
	visibleAt: number;
	/** It leaves its journey then, for whatever reason; null: never. */
	leavesAt: number | null;
	/** When it next tries. */
	at: number;
	since: number | null;
	end: 'sent' | 'dropped' | 'left' | null;
	endedAt: number;
};
const WINDOW = 2 * HOUR;
const MAX_HOLD = 6 * HOUR;

/** Lets time pass as the workers would: every try is made under the customer's lock, at its instant or a little later. */
function play(enrollments: Enrollment[], slowness: () => number): { of: Enrollment; at: number; seen: Enrollment[] }[] {
	const sent: { of: Enrollment; at: number; seen: Enrollment[] }[] = [];
	for (;;) {
		const open = enrollments.filter((e) => e.end === null);
		const next = open.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))[0];
		if (!next) return sent;
		const now = next.at;
		if (next.leavesAt !== null && next.leavesAt <= now) {
			Object.assign(next, { end: 'left', endedAt: next.leavesAt });
			continue;
		}
		const others = open.filter((e) => e !== next && (e.leavesAt === null || e.leavesAt > now));
		const seen = others.filter((e) => e.visibleAt <= now || e.wantedAt <= now);
		const last = sent.at(-1);
		const verdict = arbitrate({
			now,
			windowMs: WINDOW,
			own: next,
			outranked: next.outranked,
			heldSince: next.since,
			maxHoldMs: MAX_HOLD,
			last: last ? { ...last.of, at: last.at } : null,
			rivals: seen.map((e) => ({ ...e, expectedAt: e.at })),
		});
		if (verdict.do === 'send') {
			sent.push({ of: next, at: now, seen });
			Object.assign(next, { end: 'sent', endedAt: now });
		} else if (verdict.do === 'suppress') Object.assign(next, { end: 'dropped', endedAt: now });
		else Object.assign(next, { at: verdict.until + slowness(), since: next.since ?? now });
	}
}

const minutes = (max: number) => fc.integer({ min: 0, max }).map((n) => TUESDAY + n * MINUTE);
const world = fc.array(
	fc.record({
		priority: fc.integer({ min: 1, max: 4 }),
		outranked: fc.constantFrom('hold' as const, 'drop' as const),
		wantedAt: minutes(600),
		seenBefore: fc.integer({ min: 0, max: 200 }),
		leaves: fc.option(minutes(600)),
	}),
	{ minLength: 1, maxLength: 8 },
);

function enrollmentsOf(drawn: typeof world extends fc.Arbitrary<infer T> ? T : never): Enrollment[] {
	return drawn.map(({ priority, outranked, wantedAt, seenBefore, leaves }, i) => ({
		...claim(`e${i}`, priority, wantedAt),
		outranked,
		visibleAt: wantedAt - seenBefore * MINUTE,
		leavesAt: leaves,
		at: wantedAt,
		since: null,
		end: null,
		endedAt: 0,
	}));
}

describe('whatever the interleaving', () => {
	const played = (check: (enrollments: Enrollment[], sent: ReturnType<typeof play>) => void) =>
		fc.assert(
			fc.property(world, fc.infiniteStream(fc.integer({ min: 0, max: 20_000 })), (drawn, slow) => {
				const enrollments = enrollmentsOf(drawn);
				const sent = play(enrollments, () => slow.next().value ?? 0);
				check(enrollments, sent);
			}),
			{ numRuns: 1000 },
		);

	test('at most one promotion reaches her within a window', () => {
		played((_all, sent) => {
			for (const [i, { at }] of sent.entries()) {
				const before = sent[i - 1];
				if (before) expect(at - before.at).toBeGreaterThanOrEqual(WINDOW);
			}
		});
	});
	test('the one that goes is the most relevant of those that wanted out before', () => {
		played((all, sent) => {
			for (const { of, at } of sent)
				for (const other of all) {
					const wantedOut = other !== of && other.wantedAt <= at && (other.end !== 'left' || other.endedAt > at);
					const overBefore = other.end !== null && other.end !== 'left' && other.endedAt <= at;
					if (wantedOut && !overBefore) expect(moreRelevant(of, other)).toBe(true);
				}
		});
	});
	test('nothing is lost: every message goes, or says that it made way for another that went', () => {
		played((all, sent) => {
			for (const e of all) {
				expect(e.end).not.toBeNull();
				if (e.end === 'dropped') expect(sent.some(({ at }) => at <= e.endedAt)).toBe(true);
			}
			if (all.every(({ leavesAt }) => leavesAt === null)) expect(sent.length).toBeGreaterThan(0);
		});
	});
	test('a promotion nobody contests goes when it wants', () => {
		fc.assert(
			fc.property(minutes(600), fc.integer({ min: 1, max: 100 }), (wantedAt, priority) => {
				const [only] = enrollmentsOf([{ priority, outranked: 'hold', wantedAt, seenBefore: 0, leaves: null }]);
				if (!only) return;
				play([only], () => 0);
				expect(only).toMatchObject({ end: 'sent', endedAt: wantedAt });
			}),
		);
	});
});
