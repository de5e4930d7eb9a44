import type { SeenProperty } from './seen';
import type { Locale } from './text';
import type { ValueKind } from './value-kind';

/** What every customer has beside traits, as marketers call it: by its path in rules. */
const FACTS: Record<string, Record<Locale, string>> = {
	email: { en: 'email', fr: 'e-mail' },
	phone: { en: 'phone', fr: 'téléphone' },
	locale: { en: 'language', fr: 'langue' },
	country: { en: 'country', fr: 'pays' },
	timeZone: { en: 'time zone', fr: 'fuseau horaire' },
	homeStoreId: { en: 'home store', fr: 'magasin habituel' },
	lifecycle: { en: 'lifecycle', fr: 'cycle de vie' },
	points: { en: 'points', fr: 'points' },
	tier: { en: 'tier', fr: 'palier' },
	'scores.recency': { en: 'recency, tenth', fr: 'récence, dixième' },
	'scores.frequency': { en: 'frequency, tenth', fr: 'fréquence, dixième' },
	'scores.monetary': { en: 'money spent, tenth', fr: 'montant dépensé, dixième' },
	'scores.orders': { en: 'number of orders', fr: 'nombre de commandes' },
	'scores.spent_minor': { en: 'money spent, in cents', fr: 'montant dépensé, en centimes' },
	'scores.last_order_at': { en: 'last order', fr: 'dernière commande' },
};

const known = (kind: ValueKind, ...paths: string[]): SeenProperty[] =>
	paths.map((path) => ({ path, kinds: [kind], share: 0, values: [] }));

/** What rules may look at of every customer, besides traits. */
export const CUSTOMER_FACTS: readonly SeenProperty[] = [
	...known('number', 'scores.recency', 'scores.frequency', 'scores.monetary', 'scores.orders', 'scores.spent_minor'),
	...known('number', 'points'),
	...known('text', 'email', 'phone', 'country', 'locale', 'homeStoreId', 'timeZone', 'tier', 'scores.last_order_at'),
];

/** Traits that sites and tills send everywhere, by the names that ours and Segment’s spec give them. */
const TRAITS: Record<string, Record<Locale, string>> = {
	first_name: { en: 'first name', fr: 'prénom' },
	firstName: { en: 'first name', fr: 'prénom' },
	last_name: { en: 'last name', fr: 'nom' },
	lastName: { en: 'last name', fr: 'nom' },
	birthday: { en: 'birthday', fr: 'date de naissance' },
	gender: { en: 'gender', fr: 'genre' },
	age: { en: 'age', fr: 'âge' },
	'address.city': { en: 'city', fr: 'ville' },
	'address.postalCode': { en: 'postal code', fr: 'code postal' },
	'address.country': { en: 'country of the address', fr: 'pays de l’adresse' },
	city: { en: 'city', fr: 'ville' },
	loyalty_card: { en: 'loyalty card', fr: 'carte de fidélité' },
	loyalty_tier: { en: 'loyalty tier', fr: 'niveau de fidélité' },
	preferred_channel: { en: 'preferred channel', fr: 'canal préféré' },
};

/** A fact about the customer as rules say it: words where we know some, else the trait’s own name without its joints. */
export function sayCustomerPath(path: string, locale: Locale): string {
	const fact = FACTS[path];
	if (fact) return fact[locale];
	const trait = path.replace(/^traits\./, '');
	// Not the fact of this name, which may differ from it.
	if (FACTS[trait]) return `${FACTS[trait][locale]} (${locale === 'fr' ? 'attribut' : 'trait'})`;
	return TRAITS[trait]?.[locale] ?? trait.replaceAll('[]', '').replaceAll('.', ' › ').replaceAll('_', ' ');
}
