import { stepKind } from '@/lib/pressure';

/** What a message is to the customer, where it is something else than the other messages of its journey. */
export const kindField = stepKind.meta({
	label: { en: 'This message is', fr: 'Ce message est' },
	help: {
		en: 'A thank-you in a promotional journey is no promotion: it does not have to make way for one.',
		fr: 'Un merci dans un parcours promotionnel n’est pas une promotion\u00a0: il n’a pas à lui céder la place.',
	},
	options: {
		journey: { en: 'the same as the journey', fr: 'comme le parcours' },
		service: { en: 'service: about something she ordered', fr: 'de service\u00a0: lié à une commande' },
		relational: { en: 'relational: keeping in touch', fr: 'relationnel\u00a0: garder le lien' },
		promotional: { en: 'promotional: an offer to buy', fr: 'promotionnel\u00a0: une incitation à acheter' },
	},
	advanced: true,
});
