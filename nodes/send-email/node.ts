import { promises } from '@/lib/promise';
import { consentField } from '../consent-field';
import { defineNode } from '../define';
import { kindField } from '../kind-field';
import { MESSAGE_PORTS } from '../message-ports';
import { emailMessage, emailProblems, FIRST_EMAIL } from '../messages';

const config = emailMessage.extend({ purpose: consentField, kind: kindField, promises });

export default defineNode({
	type: 'send-email',
	version: 1,
	kind: 'message',
	icon: 'mail',
	label: { en: 'Send an email', fr: 'Envoyer un e-mail' },
	description: {
		en: 'Writes to the customer, if she agreed to it and has not heard from you too often.',
		fr: 'Écrit au client, s’il l’a accepté et n’a pas été trop sollicité.',
	},
	config,
	defaults: { subject: '', body: FIRST_EMAIL },
	ports: () => MESSAGE_PORTS,
	summary: (c) => c.subject,
	// The send ledger makes a repeat harmless: a local activity does.
	compile: () => ({ op: 'act', type: 'send-email', local: true }),
	channels: ['email'],
	check: (c) => emailProblems(c),
	// Loaded at publish only: MJML is large and belongs to the server.
	prepare: async (c) => (await import('./prepare')).prepareEmail(c.body),
});
