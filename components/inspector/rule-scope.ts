import type { ProductRef, Rule } from '@/lib/condition';

export type Subject = 'event' | 'customer' | 'trigger';

/** What a rule may look at, by where it stands. */
export type RuleScope = {
	subjects: readonly Subject[];
	/** Whose properties `event` offers. */
	event: string | null;
	/** `past`: which events of a history count. A segment knows no event and no stock; a stage no segments either. */
	of: 'journey' | 'segment' | 'stage' | 'past';
};
export type RuleProps<R extends Rule> = { rule: R; onChange: (rule: R) => void; scope: RuleScope };

export type NewRule = Exclude<Rule['type'], 'all' | 'none' | 'any' | 'property'> | Subject | 'group';
type From = 'event' | 'trigger';
type RuleGroup = 'who' | 'did' | 'world' | 'more';

/** What can be added at a place, in the groups of the menu. */
export function addable(scope: RuleScope, { segments, groups }: { segments: boolean; groups: boolean }) {
	const about = (subject: Subject): NewRule[] => (scope.subjects.includes(subject) ? [subject] : []);
	const past = scope.of === 'past';
	const found: [RuleGroup, NewRule[]][] = [
		[
			'who',
			past
				? []
				: [
						...about('customer'),
						...(scope.of === 'stage' ? [] : (['lifecycle'] as const)),
						...(scope.of !== 'stage' && segments ? (['segment'] as const) : []),
						'consent',
						'identity',
					],
		],
		['did', [...about('event'), ...about('trigger'), ...(past ? [] : (['history', 'history-value'] as const))]],
		['world', scope.of === 'journey' ? ['stock', 'store', 'distance', 'price', 'operation'] : []],
		['more', groups ? ['group'] : []],
	];
	return found.flatMap(([group, items]) => (items.length > 0 ? [{ group, items }] : []));
}

/** A rule as it starts: with what is usual, and empty where only the marketer knows. `paths`: of the event at hand. */
export function newRule(what: NewRule, scope: RuleScope, paths: readonly string[] = []): Rule {
	const from: From | null = scope.subjects.includes('event')
		? 'event'
		: scope.subjects.includes('trigger')
			? 'trigger'
			: null;
	const product: ProductRef = from ? { from, path: productIn(paths) } : { id: '' };
	switch (what) {
		case 'event':
		case 'customer':
		case 'trigger':
			return { type: 'property', of: what, path: '', op: 'equals', value: '' };
		case 'consent':
			return { type: 'consent', channel: 'email', granted: true };
		case 'identity':
			return { type: 'identity', kind: 'loyalty_card', known: true };
		case 'lifecycle':
			return { type: 'lifecycle', stages: ['customer'] };
		case 'segment':
			return { type: 'segment', segmentId: '', in: true };
		case 'history':
			return { type: 'history', event: '', count: { op: 'at-least', n: 1 }, within: 'P30D' };
		case 'history-value':
			return {
				...{ type: 'history-value', take: 'sum', event: 'Order Completed', path: 'total', within: 'P12M' },
				...{ op: 'at-least', value: 100 },
			};
		case 'stock':
			return { type: 'stock', product, at: { choose: 'home' }, maxAge: 'PT4H', op: 'at-least', n: 1 };
		case 'store':
			return { type: 'store', at: { choose: 'home' }, open: true };
		case 'distance':
			return { type: 'distance', op: 'at-most', metres: 5000 };
		case 'price':
			return { type: 'price', product, op: 'at-most', percentOfPaid: 90 };
		case 'operation':
			return { type: 'operation', operationId: '', running: true };
		case 'group':
			return { type: 'any', rules: [] };
	}
}

/** Events are of one product, or have lines. */
function productIn(paths: readonly string[]): string {
	const inLines = 'products[].product_id';
	return paths.includes(inLines) && !paths.includes('product_id') ? inLines : 'product_id';
}
