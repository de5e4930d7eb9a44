import { DEFAULT_PURPOSE, purposeId } from '@/lib/consent';

/** Which of the settings' purposes a customer must have agreed to. Of no concern to service messages. */
export const consentField = purposeId.default(DEFAULT_PURPOSE).meta({
	label: { en: 'Consent', fr: 'Consentement' },
	help: {
		en: 'What the customer must have agreed to, when the journey is marketing. Owners edit the list in the settings.',
		fr: 'Ce que le client doit avoir accepté, si le parcours relève de la prospection. Les propriétaires gèrent la liste dans les réglages.',
	},
	field: 'purpose',
	advanced: true,
});
