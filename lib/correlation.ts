import { z } from 'zod';
import { idIn, valuesAt } from './compare';
import type { EventFact } from './event';

/** “The same basket”: the event's property must equal a property of the event that started the enrollment. */
export const correlation = z.object({
	property: z
		.string()
		.min(1, 'name the property of the event')
		.meta({ label: { en: 'Property of the event', fr: 'Propriété de l’événement' } }),
	equalsTrigger: z
		.string()
		.min(1, 'name the property of the trigger event')
		.meta({ label: { en: 'equals this property of the trigger', fr: 'égale cette propriété du déclencheur' } }),
});
export type Correlation = z.infer<typeof correlation>;

/**
 * An absent value correlates with nothing: two baskets without an id are not the same basket. Ids may be text or numbers,
 * and one sender's 42 is another's “42”.
 */
export function correlates(c: Correlation | undefined, event: EventFact, trigger: EventFact): boolean {
	if (!c) return true;
	const wanted = valuesAt(trigger.properties, c.equalsTrigger).map(idIn);
	return valuesAt(event.properties, c.property)
		.map(idIn)
		.some((id) => id !== null && wanted.includes(id));
}
