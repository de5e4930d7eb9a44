import type { Facts, Rule } from './condition';
import { evaluate } from './evaluate';
import { type RuledStage, type Stage, stageOf } from './lifecycle';
import { ordersIn } from './orders';
import { type Referred, referred, type Tie } from './referral';
import { type Cuts, leavesWindow, purchasesOf, type Scores, scoresOf } from './rfm';
import { ripens } from './ripens';

/** What a customer is held against: every segment's rule, those first that others look at, every stage's, and what parts buyers into tenths. */
export type Yardstick = {
	segments: readonly { id: string; rule: Rule }[];
	stages: Record<RuledStage, { rule: Rule }>;
	cuts: Cuts;
	/** ISO 8601: how far back scores look. */
	window: string;
	/** ISO 4217: what scores are counted in. */
	currency: string;
	/** ISO 8601: how long a friend's order must be kept. */
	keptFor: string;
};

export type Reviewed = {
	segments: Set<string>;
	stage: Stage;
	scores: Scores | null;
	/** Whether somebody who came by a friend's link was won. */
	referral: Referred;
	/** When time alone may next change any of it (UTC epoch ms); null: only an event will. */
	next: number | null;
};

/**
 * What a customer is, now: her scores first, then her stage, then her segments, so that each may look at those before it;
 * and what became of the referral codes she brought (`ties`).
 */
export function review(
	facts: Facts,
	{ segments, stages, cuts, window, currency, keptFor }: Yardstick,
	ties: readonly Tie[] = [],
): Reviewed {
	const { now } = facts;
	const orders = ordersIn(facts.history);
	const purchases = purchasesOf(orders, { now, window, currency });
	const scores = purchases && scoresOf(purchases, cuts);
	const scored: Facts = { ...facts, customer: { ...facts.customer, scores } };
	const stage = stageOf((one) => evaluate(stages[one].rule, scored));
	const staged: Facts = { ...scored, customer: { ...scored.customer, lifecycle: stage } };
	const inside = new Set<string>();
	for (const { id, rule } of segments)
		if (evaluate(rule, { ...staged, customer: { ...staged.customer, segments: [...inside] } })) inside.add(id);
	const referral = referred(ties, { friend: facts.customer.id, history: facts.history, keptFor, now });
	const rules = [...Object.values(stages), ...segments].map(({ rule }) => rule);
	const instants = [
		leavesWindow(orders, { now, window }),
		referral.is === 'waiting' ? referral.next : null,
		...rules.map((rule) => ripens(rule, facts)),
	];
	const known = instants.filter((at) => at !== null);
	return {
		segments: inside,
		stage,
		scores,
		referral,
		next: known.length > 0 ? Math.min(...known) : null,
	};
}
