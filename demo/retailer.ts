/** “Maison Auber”, an invented French retailer of things for the home. Telephone numbers are from the ranges kept for fiction. */
export const BRAND = 'Maison Auber';
export const SITE = 'https://www.maison-auber.example';

export type DemoStore = {
	id: string;
	name: string;
	address: string;
	postalCode: string;
	city: string;
	country: string;
	latitude: number;
	longitude: number;
	timeZone: string;
	phone: string;
	/** ISO weekday (1 = Monday) to opening hours. */
	openingHours: Record<string, [string, string][]>;
};

const FRANCE = { country: 'FR', timeZone: 'Europe/Paris' };

/** Open from Monday or Tuesday to Saturday, some of them also on Sunday mornings or closed over lunch on Mondays. */
function hours(
	weekday: [string, string],
	saturday: [string, string],
	extra: Record<string, [string, string][]> = {},
): DemoStore['openingHours'] {
	return { '1': [weekday], '2': [weekday], '3': [weekday], '4': [weekday], '5': [weekday], '6': [saturday], ...extra };
}

export const STORES: readonly DemoStore[] = [
	{
		id: 'auber-paris',
		name: 'Maison Auber Paris Bac',
		address: '31 rue du Bac',
		postalCode: '75007',
		city: 'Paris',
		...FRANCE,
		latitude: 48.8574,
		longitude: 2.3268,
		phone: '+33199001231',
		openingHours: hours(['10:00', '19:30'], ['10:00', '20:00'], { '7': [['11:00', '18:00']] }),
	},
	{
		id: 'auber-lyon',
		name: 'Maison Auber Lyon Presqu’île',
		address: '14 rue Émile-Zola',
		postalCode: '69002',
		city: 'Lyon',
		...FRANCE,
		latitude: 45.7589,
		longitude: 4.8329,
		phone: '+33465711232',
		openingHours: hours(['10:00', '19:00'], ['10:00', '19:30'], { '1': [['14:00', '19:00']] }),
	},
	{
		id: 'auber-bordeaux',
		name: 'Maison Auber Bordeaux Intendance',
		address: '22 cours de l’Intendance',
		postalCode: '33000',
		city: 'Bordeaux',
		...FRANCE,
		latitude: 44.8424,
		longitude: -0.5772,
		phone: '+33536491233',
		openingHours: hours(['10:00', '19:00'], ['10:00', '19:30']),
	},
	{
		id: 'auber-lille',
		name: 'Maison Auber Lille Vieux-Lille',
		address: '9 rue de la Grande-Chaussée',
		postalCode: '59800',
		city: 'Lille',
		...FRANCE,
		latitude: 50.6391,
		longitude: 3.0637,
		phone: '+33353011234',
		openingHours: hours(['10:00', '19:00'], ['10:00', '19:30'], { '1': [['14:00', '19:00']] }),
	},
	{
		id: 'auber-nantes',
		name: 'Maison Auber Nantes Crébillon',
		address: '17 rue Crébillon',
		postalCode: '44000',
		city: 'Nantes',
		...FRANCE,
		latitude: 47.2134,
		longitude: -1.5616,
		phone: '+33261911235',
		openingHours: hours(['10:00', '19:00'], ['10:00', '19:30'], { '1': [] }),
	},
];

export type DemoProduct = {
	id: string;
	name: string;
	category: string;
	priceMinor: number;
	currency: string;
	url: string;
};

const CATALOGUE: Record<string, [name: string, priceMinor: number][]> = {
	Cuisine: [
		['Cocotte en fonte Camille 26 cm', 14_900],
		['Poêle en inox 28 cm', 6_900],
		['Couteau d’office en hêtre', 2_490],
		['Planche à découper en noyer', 4_900],
		['Théière en grès 1 L', 4_500],
		['Saladier en faïence', 3_400],
		['Moulin à poivre en olivier', 4_200],
		['Carafe en verre soufflé', 2_990],
	],
	'Linge de maison': [
		['Parure de lit en lin lavé', 18_900],
		['Drap-housse en percale 160 × 200', 4_900],
		['Taie d’oreiller en percale', 1_990],
		['Plaid en laine des Pyrénées', 12_900],
		['Serviette de bain en coton bio', 2_490],
		['Peignoir nid d’abeille', 7_900],
		['Nappe en lin 250 cm', 8_900],
		['Torchons en lin, lot de 3', 2_700],
	],
	Décoration: [
		['Vase en grès émaillé', 3_900],
		['Miroir rond en rotin', 7_900],
		['Bougie au figuier 220 g', 3_200],
		['Cadre en chêne 30 × 40', 2_900],
		['Coussin en velours côtelé', 3_500],
		['Panier en jonc de mer', 4_500],
		['Horloge murale en liège', 5_900],
		['Tapis berbère 160 × 230', 34_900],
	],
	Luminaires: [
		['Lampe de table en opaline', 9_500],
		['Suspension en rotin tressé', 11_900],
		['Lampadaire trépied en frêne', 17_900],
		['Applique en laiton brossé', 8_500],
		['Guirlande guinguette 10 m', 3_990],
		['Baladeuse rechargeable', 6_900],
		['Abat-jour plissé', 4_500],
		['Ampoule à filament ambrée', 990],
	],
	'Jardin et terrasse': [
		['Fauteuil en corde tressée', 14_900],
		['Table bistrot pliante', 12_900],
		['Transat en eucalyptus', 9_900],
		['Jardinière en terre cuite', 3_400],
		['Arrosoir en zinc 5 L', 3_900],
		['Parasol en coton écru', 15_900],
		['Photophore en verre ambré', 2_200],
		['Sécateur forgé', 2_990],
	],
};

export const PRODUCTS: readonly DemoProduct[] = Object.entries(CATALOGUE).flatMap(([category, articles], shelf) =>
	articles.map(([name, priceMinor], place) => ({
		id: `MA-${shelf + 1}${String(place + 1).padStart(3, '0')}`,
		name,
		category,
		priceMinor,
		currency: 'EUR',
		url: `${SITE}/p/${slug(name)}`,
	})),
);

/** `Théière en grès 1 L` is `theiere-en-gres-1-l`. */
export function slug(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.replaceAll('ı', 'i')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
}
