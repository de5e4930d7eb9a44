import { UserError } from './errors';
import type { EventFact } from './event';

/**
 * The total of an order or a basket in the major unit of `currency` (ISO 4217), as Segment's events carry it.
 * @throws UserError when it has none, or one in another currency: 80 pounds are no 80 euros
 */
export function totalOf({ properties }: EventFact, currency: string): number {
	const amount = properties.total ?? properties.revenue;
	if (typeof amount !== 'number')
		throw new UserError(
			{ en: 'the event that started the journey has no total', fr: 'l’événement déclencheur n’a pas de total' },
			'amount',
		);
	const own = properties.currency;
	if (typeof own === 'string' && own.toUpperCase() !== currency)
		throw new UserError(
			{
				en: `the total is in ${own.slice(0, 10)}, not in ${currency}`,
				fr: `le total est en ${own.slice(0, 10)}, pas en ${currency}`,
			},
			'amount',
		);
	return amount;
}
