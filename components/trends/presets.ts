import type { TrendDefinition } from '@/lib/trend';

const usual = (op: 'at-least' | 'at-most', times: number, of: 'days' | 'weeks', least: number) =>
	({ than: 'usual', op, times, of, least }) as const;

/** Trends that every retailer wants: they fill in the form, and the marketer goes on from there. */
export const TREND_PRESETS = {
	baskets: {
		event: 'Product Added',
		unless: { event: 'Order Completed', within: 'PT2H' },
		measure: { of: 'customers' },
		by: 'product',
		window: 'PT1H',
		threshold: usual('at-least', 2, 'days', 10),
		pause: 'P1D',
	},
	views: {
		event: 'Product Viewed',
		measure: { of: 'customers' },
		by: 'product',
		window: 'PT1H',
		threshold: usual('at-least', 3, 'days', 20),
		pause: 'P1D',
	},
	sales: {
		event: 'Order Completed',
		measure: { of: 'sum', path: 'total' },
		by: 'store',
		window: 'P1D',
		threshold: usual('at-most', 0.5, 'weeks', 500),
		pause: 'P1D',
	},
	segments: {
		event: 'Segment Entered',
		measure: { of: 'events' },
		by: 'segment',
		window: 'P1D',
		threshold: usual('at-least', 2, 'days', 10),
		pause: 'P1D',
	},
} as const satisfies Record<string, TrendDefinition>;

/** What a new trend starts with. */
export const NEW_TREND: TrendDefinition = {
	event: '',
	measure: { of: 'events' },
	by: 'nothing',
	window: 'PT1H',
	threshold: usual('at-least', 2, 'days', 10),
	pause: 'P1D',
};
