import type { Text } from './text';
import { equalityIn, hearsWithoutCustomer, type Listens } from './without-customer';

type Found = { severity: 'warning'; message: Text };

/** What a listener says to the marketer that every event of its name ends for everybody, whatever it is about. */
export function tieProblems(listens: Listens): Found[] {
	const { event, correlation, where } = listens;
	if (!hearsWithoutCustomer(listens) || correlation || (where && equalityIn(where))) return [];
	return [
		{
			severity: 'warning',
			message: {
				en: `Every “${event}” counts for every customer, whatever it is about: tie it to the trigger, or filter it.`,
				fr: `Chaque «\u00a0${event}\u00a0» compte pour tous les clients, quel qu’en soit l’objet\u00a0: liez-le au déclencheur, ou filtrez-le.`,
			},
		},
	];
}
