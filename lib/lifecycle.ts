import type { HistoryTest, Rule } from './condition';

/** From the first click to recommending us to others, and dormant: in the order in which the later one holds. */
export const STAGES = ['suspect', 'prospect', 'customer', 'loyal', 'ambassador', 'dormant'] as const;
export type Stage = (typeof STAGES)[number];
/** Everybody is a suspect until the rule of another stage holds. */
export const RULED_STAGES = STAGES.filter((stage) => stage !== 'suspect');
export type RuledStage = (typeof RULED_STAGES)[number];

/** What a retailer starts with; marketers edit the rules. */
export const DEFAULT_STAGES: Record<RuledStage, Rule> = {
	prospect: {
		type: 'any',
		rules: [
			{ type: 'property', of: 'customer', path: 'email', op: 'is-set' },
			{ type: 'property', of: 'customer', path: 'phone', op: 'is-set' },
		],
	},
	customer: ordered('at-least', 1),
	loyal: ordered('at-least', 3, 'P365D'),
	ambassador: { type: 'history', event: 'Referral Rewarded', count: { op: 'at-least', n: 1 } },
	dormant: { type: 'all', rules: [ordered('at-least', 1), ordered('exactly', 0, 'P180D')] },
};

function ordered(op: HistoryTest['count']['op'], n: number, within?: string): Rule {
	return { type: 'history', event: 'Order Completed', count: { op, n }, within };
}

/** Her stage: of those whose rule holds the last in the order of `STAGES`. */
export function stageOf(holds: (stage: RuledStage) => boolean): Stage {
	return STAGES.toReversed().find((stage) => stage === 'suspect' || holds(stage)) ?? 'suspect';
}
