import type { Facts, Rule } from './condition';
import { evaluate } from './evaluate';
import { type RuledStage, type Stage, stageOf } from './lifecycle';
import { ordersIn } from './orders';
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
};

export type Reviewed = {
	segments: Set<string>;
	stage: Stage;
	scores: Scores | null;
	/** When time alone may next change any of it (UTC epoch ms); null: only an event will. */
	next: number | null;
};

/** What a customer is, now: her scores first, then her stage, then her segments, so that each may look at those before it. */
export function review(facts: Facts, { segments, stages, cuts, window, currency }: Yardstick): Reviewed {
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
	const rules = [...Object.values(stages), ...segments].map(({ rule }) => rule);
	const instants = [leavesWindow(orders, { now, window }), ...rules.map((rule) => ripens(rule, facts))];
	const known = instants.filter((at) => at !== null);
	return {
		segments: inside,
		stage,
		scores,
		next: known.length > 0 ? Math.min(...known) : null,
	};
}
