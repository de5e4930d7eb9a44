import { z } from 'zod';
import { says } from '@/lib/issue-text';
import { promises } from '@/lib/promise';
import { smsSize, withStopMention } from '@/lib/sms';
import { consentField } from '../consent-field';
import { defineNode } from '../define';
import { MESSAGE_PORTS } from '../message-ports';
import { templateProblems } from '../template-problems';

const config = z.object({
	body: z
		.string()
		.trim()
		.min(1, says('write the message', 'écrivez le message'))
		.max(1200)
		.meta({
			label: { en: 'Message', fr: 'Message' },
			field: 'template',
			help: {
				en: 'An accent such as ê, a curly quote or an emoji makes the message cost more than twice as much.',
				fr: 'Un caractère comme ê, une apostrophe courbe ou un émoji fait plus que doubler le coût du message.',
			},
			placeholder: {
				en: 'Your voucher is waiting: {{ voucher.url }}',
				fr: 'Votre bon vous attend : {{ voucher.url }}',
			},
		}),
	stopMention: z
		.string()
		.max(60)
		.default('STOP: repondez STOP')
		.meta({
			label: { en: 'How to stop', fr: 'Mention STOP' },
			help: {
				en: 'Added at the end unless the message says STOP itself. French law asks for it in marketing messages (CPCE L34-5).',
				fr: 'Ajoutée à la fin sauf si le message dit déjà STOP. Obligatoire dans les messages commerciaux (CPCE L34-5).',
			},
			advanced: true,
		}),
	purpose: consentField,
	promises,
});

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
	check: (c) => {
		const size = smsSize(withStopMention(c.body, c.stopMention));
		const problems = [...templateProblems('body', c.body), ...templateProblems('stopMention', c.stopMention)];
		if (size.segments > 3)
			problems.push({
				severity: 'warning',
				field: 'body',
				message: {
					en: `This is charged as ${size.segments} messages.`,
					fr: `Ce message est facturé comme ${size.segments} SMS.`,
				},
			});
		return problems;
	},
});
