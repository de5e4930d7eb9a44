import { z } from 'zod';
import { promises } from '@/lib/promise';
import { reachOrder } from '@/lib/reach';
import { consentField } from '../consent-field';
import { defineNode } from '../define';
import { kindField } from '../kind-field';
import { MESSAGE_PORTS } from '../message-ports';
import { emailMessage, emailProblems, FIRST_EMAIL, smsMessage, smsProblems } from '../messages';

const config = z.object({
	order: reachOrder.default('best').meta({
		label: { en: 'Try first', fr: 'Essayer d’abord' },
		help: {
			en: 'Channels without an address or a consent are passed over. When the first fails or is held back, the next is tried.',
			fr: 'Les canaux sans adresse ou sans consentement sont passés. Si le premier échoue ou est écarté, le suivant est essayé.',
		},
		options: {
			best: { en: 'what she prefers, then what she answers', fr: 'ce qu’elle préfère, puis ce à quoi elle répond' },
			cheapest: { en: 'what costs least', fr: 'ce qui coûte le moins' },
			email: { en: 'email', fr: 'l’e-mail' },
			sms: { en: 'SMS', fr: 'le SMS' },
		},
	}),
	email: emailMessage.meta({ label: { en: 'As an email', fr: 'En e-mail' } }),
	sms: smsMessage.meta({ label: { en: 'As an SMS', fr: 'En SMS' } }),
	purpose: consentField,
	kind: kindField,
	promises,
});

export default defineNode({
	type: 'reach',
	version: 1,
	kind: 'message',
	icon: 'radio-tower',
	label: { en: 'Reach the customer', fr: 'Joindre le client' },
	description: {
		en: 'One message, on the channel that suits the customer best, and on the next one when that fails.',
		fr: 'Un seul message, par le canal qui convient le mieux au client, et par le suivant en cas d’échec.',
	},
	config,
	defaults: {
		order: 'best',
		email: { subject: '', body: FIRST_EMAIL },
		sms: { body: '', stopMention: 'STOP: repondez STOP' },
	},
	ports: () => MESSAGE_PORTS,
	summary: (c) => c.sms.body || c.email.subject,
	// The send ledger makes a repeat harmless: a local activity does.
	compile: () => ({ op: 'act', type: 'reach', local: true }),
	channels: ['email', 'sms'],
	check: (c) => [...emailProblems(c.email, 'email.'), ...smsProblems(c.sms, 'sms.')],
	// Loaded at publish only: MJML is large and belongs to the server.
	prepare: async (c) => (await import('../send-email/prepare')).prepareEmail(c.email.body, 'email.body'),
});
