import type { Text } from './text';

/** What is said to whoever names something by an id that nothing has. */
export const missing = {
	customer: (id: string): Text => ({ en: `there is no customer ${id}`, fr: `le client ${id} n’existe pas` }),
	enrollment: (id: string): Text => ({ en: `there is no enrollment ${id}`, fr: `le passage ${id} n’existe pas` }),
	journey: (id: string): Text => ({ en: `there is no journey ${id}`, fr: `le parcours ${id} n’existe pas` }),
	offer: (id: string): Text => ({
		en: `there is no offer “${id}”`,
		fr: `l’offre «\u00a0${id}\u00a0» n’existe pas`,
	}),
	operation: (id: string): Text => ({
		en: `there is no operation “${id}”`,
		fr: `l’opération «\u00a0${id}\u00a0» n’existe pas`,
	}),
	store: (id: string): Text => ({
		en: `there is no store “${id}”`,
		fr: `le magasin «\u00a0${id}\u00a0» n’existe pas`,
	}),
};
