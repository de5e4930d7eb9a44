import { promises } from '@/lib/promise';
import { consentField } from '../consent-field';
import { defineNode } from '../define';
import { kindField } from '../kind-field';
import { MESSAGE_PORTS } from '../message-ports';
import { smsMessage, smsProblems } from '../messages';

const config = smsMessage.extend({ purpose: consentField, kind: kindField, promises });

export default defineNode({
	type: 'send-sms',
	version: 1,
	kind: 'message',
	icon: 'message-square',
	label: { en: 'Send an SMS', fr: 'Envoyer un SMS' },
	description: {
		en: 'A short message to the customer’s phone, outside quiet hours.',
		fr: 'Un message court sur le téléphone du client, hors heures calmes.',
	},
	config,
	defaults: { body: '', stopMention: 'STOP: repondez STOP' },
	ports: () => MESSAGE_PORTS,
	summary: (c) => c.body,
	// The send ledger makes a repeat harmless: a local activity does.
	compile: () => ({ op: 'act', type: 'send-sms', local: true }),
	channels: ['sms'],
	check: (c) => smsProblems(c),
});
