import type { Random } from './random';
import { STORES, slug } from './retailer';

/** How somebody shops, which decides what her past year looks like. */
export type Habit = 'regular' | 'occasional' | 'lapsed' | 'browsing';

/** An invented customer. Addresses end in `example.test`, numbers are from the range kept for fiction. */
export type DemoCustomer = {
	userId: string;
	/** Of the browser she usually shops with. */
	anonymousId: string;
	firstName: string;
	lastName: string;
	email: string;
	/** Null for those who never gave one. E.164. */
	phone: string | null;
	loyaltyCard: string | null;
	loyaltyTier: 'or' | 'argent' | 'bronze' | null;
	birthday: string;
	city: string;
	postalCode: string;
	country: string;
	locale: string;
	timeZone: string;
	homeStoreId: string | null;
	/** Undefined: she was never asked. */
	consents: { email: boolean | undefined; sms: boolean | undefined };
	habit: Habit;
};

const FIRST_NAMES = [
	'Camille, Louise, Emma, Jade, Alice, Chloé, Inès, Léa, Manon, Juliette, Lucie, Margaux, Sarah',
	'Zoé, Agathe, Clémence, Élise, Mathilde, Pauline, Sophie, Nathalie, Isabelle, Véronique',
	'Catherine, Gabriel, Louis, Raphaël, Jules, Adam, Hugo, Arthur, Paul, Antoine, Victor, Théo',
	'Maxime, Nicolas, Julien, Thomas, Pierre, Olivier, Laurent, Philippe, Stéphane, Benoît',
	'Étienne, Guillaume, Romain, Baptiste, Mathieu',
].flatMap((line) => line.split(', '));
const LAST_NAMES = [
	'Martin, Bernard, Dubois, Durand, Moreau, Laurent, Lefebvre, Leroy, Roux, Fournier, Girard',
	'Mercier, Blanc, Guérin, Boyer, Garnier, Chevalier, François, Legrand, Gauthier, Perrin, Robin',
	'Masson, Marchand, Noël, Dumas, Lemoine, Renard, Carpentier, Vasseur, Caron, Delattre, Pichon',
	'Texier, Guillou, Le Goff, Jaouen, Lacoste, Castaing, Dupouy, Labat, Chapuis, Berthier',
	'Rivoire, Vacher, Barbier, Colin, Prévost, Hamon, Ménard',
].flatMap((line) => line.split(', '));
/** France is at home in many languages, and some customers live abroad. */
const FROM_ELSEWHERE: readonly [first: string, last: string][] = [
	['Amina', 'Benali'],
	['Youssef', 'El Amrani'],
	['Fatou', 'Diallo'],
	['Mamadou', 'Traoré'],
	['Linh', 'Nguyen'],
	['Minh', 'Tran'],
	['Sofia', 'Ferreira'],
	['João', 'Pereira'],
	['Giulia', 'Romano'],
	['Matteo', 'Conti'],
	['Lucía', 'Navarro'],
	['Ana', 'Popescu'],
	['Katarzyna', 'Nowak'],
	['Elif', 'Yılmaz'],
	['Hannah', 'Schneider'],
	['Jonas', 'Weber'],
	['Emily', 'Clarke'],
	['Oliver', 'Hughes'],
	['Noor', 'Haddad'],
	['Priya', 'Raman'],
	['Mei', 'Chen'],
	['Yuki', 'Tanaka'],
	['Olena', 'Kovalenko'],
	['Astrid', 'Lindqvist'],
];

type Town = {
	city: string;
	postalCode: string;
	country: string;
	timeZone: string;
	locale: string;
	store: string | null;
};
const PARIS_TIME = { country: 'FR', timeZone: 'Europe/Paris', locale: 'fr-FR' };

/** Where customers live, and how many of them. */
const TOWNS: readonly (readonly [Town, number])[] = [
	[{ city: 'Paris', postalCode: '75011', ...PARIS_TIME, store: 'auber-paris' }, 22],
	[{ city: 'Paris', postalCode: '75015', ...PARIS_TIME, store: 'auber-paris' }, 12],
	[{ city: 'Montreuil', postalCode: '93100', ...PARIS_TIME, store: 'auber-paris' }, 6],
	[{ city: 'Lyon', postalCode: '69003', ...PARIS_TIME, store: 'auber-lyon' }, 15],
	[{ city: 'Villeurbanne', postalCode: '69100', ...PARIS_TIME, store: 'auber-lyon' }, 5],
	[{ city: 'Bordeaux', postalCode: '33000', ...PARIS_TIME, store: 'auber-bordeaux' }, 12],
	[{ city: 'Mérignac', postalCode: '33700', ...PARIS_TIME, store: 'auber-bordeaux' }, 4],
	[{ city: 'Lille', postalCode: '59000', ...PARIS_TIME, store: 'auber-lille' }, 10],
	[{ city: 'Roubaix', postalCode: '59100', ...PARIS_TIME, store: 'auber-lille' }, 4],
	[{ city: 'Nantes', postalCode: '44000', ...PARIS_TIME, store: 'auber-nantes' }, 11],
	[{ city: 'Rennes', postalCode: '35000', ...PARIS_TIME, store: 'auber-nantes' }, 4],
	[{ city: 'Toulouse', postalCode: '31000', ...PARIS_TIME, store: null }, 5],
	[{ city: 'Strasbourg', postalCode: '67000', ...PARIS_TIME, store: null }, 4],
	[
		{
			city: 'Bruxelles',
			postalCode: '1050',
			country: 'BE',
			timeZone: 'Europe/Brussels',
			locale: 'fr-BE',
			store: 'auber-lille',
		},
		4,
	],
	[
		{
			city: 'Genève',
			postalCode: '1204',
			country: 'CH',
			timeZone: 'Europe/Zurich',
			locale: 'fr-CH',
			store: 'auber-lyon',
		},
		3,
	],
	[
		{
			city: 'London',
			postalCode: 'SW7 3RT',
			country: 'GB',
			timeZone: 'Europe/London',
			locale: 'en-GB',
			store: 'auber-paris',
		},
		3,
	],
	[
		{
			city: 'Saint-Denis',
			postalCode: '97400',
			country: 'RE',
			timeZone: 'Indian/Reunion',
			locale: 'fr-FR',
			store: null,
		},
		2,
	],
	[
		{
			city: 'Fort-de-France',
			postalCode: '97200',
			country: 'MQ',
			timeZone: 'America/Martinique',
			locale: 'fr-FR',
			store: null,
		},
		2,
	],
];

/** The last thousand of the ten thousand mobile numbers kept for fiction: the acceptance run uses the ones before. */
const FIRST_NUMBER = 9000;

export function createPeople(random: Random, count: number): DemoCustomer[] {
	const taken = new Set<string>();
	return Array.from({ length: count }, (_, index) => {
		const [firstName, lastName] = random.chance(0.18)
			? random.pick(FROM_ELSEWHERE)
			: [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)];
		const town = random.weighted(TOWNS);
		const habit = random.weighted<Habit>([
			['regular', 28],
			['occasional', 34],
			['lapsed', 20],
			['browsing', 18],
		]);
		const card = habit !== 'browsing' && random.chance(0.65);
		return {
			userId: `ma-${String(index + 1).padStart(5, '0')}`,
			anonymousId: `demo-browser-${index + 1}`,
			firstName,
			lastName,
			email: freeAddress(taken, firstName, lastName),
			phone: random.chance(0.88) ? `+3363998${FIRST_NUMBER + index}` : null,
			loyaltyCard: card ? `29${String(7_000_000_000 + index * 7919).padStart(11, '0')}` : null,
			loyaltyTier: card ? tierOf(habit, random) : null,
			birthday: `${random.whole(1946, 2004)}-${pad(random.whole(1, 12))}-${pad(random.whole(1, 28))}`,
			city: town.city,
			postalCode: town.postalCode,
			country: town.country,
			locale: town.locale,
			timeZone: town.timeZone,
			homeStoreId: town.store !== null && random.chance(0.85) ? town.store : null,
			consents: { email: decision(random, 0.74), sms: decision(random, 0.55) },
			habit,
		};
	});
}

/** Yes with the given probability; of the others half said no and half were never asked. */
function decision(random: Random, yes: number): boolean | undefined {
	if (random.chance(yes)) return true;
	return random.chance(0.5) ? false : undefined;
}

function tierOf(habit: Habit, random: Random): DemoCustomer['loyaltyTier'] {
	if (habit === 'regular') return random.chance(0.5) ? 'or' : 'argent';
	return random.chance(0.3) ? 'argent' : 'bronze';
}

function freeAddress(taken: Set<string>, firstName: string, lastName: string): string {
	const name = `${slug(firstName)}.${slug(lastName)}`;
	for (let nth = 1; ; nth++) {
		const address = `${name}${nth === 1 ? '' : nth}@example.test`;
		if (taken.has(address)) continue;
		taken.add(address);
		return address;
	}
}

function pad(number: number): string {
	return String(number).padStart(2, '0');
}

/** The store somebody would walk into: her own, or any. */
export function storeOf(customer: DemoCustomer, random: Random): string {
	return customer.homeStoreId ?? random.pick(STORES).id;
}
