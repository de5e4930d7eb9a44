import { UserError } from './errors';
import type { EventFact } from './event';

/** The total of an order or a basket in the currency's major unit, as Segment's events carry it. @throws UserError when it has none */
export function totalOf({ properties: { total, revenue } }: EventFact): number {
	const amount = total ?? revenue;
	if (typeof amount !== 'number') throw new UserError('the event that started the journey has no total', 'amount');
	return amount;
}
