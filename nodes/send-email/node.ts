import { z } from 'zod';
import { says } from '@/lib/issue-text';
import { promises } from '@/lib/promise';
import { consentField } from '../consent-field';
import { defineNode } from '../define';
import { MESSAGE_PORTS } from '../message-ports';
import { templateProblems } from '../template-problems';

const BODY = `<mjml>
  <mj-head>
    <mj-attributes>
      <mj-all font-family="Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="1.5" color="#1f2328" />
      <mj-button background-color="#1f2328" border-radius="6px" font-size="16px" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#f5f5f4">
    <mj-section background-color="#ffffff" padding="32px 16px">
      <mj-column>
        <mj-text font-size="22px" font-weight="600">Hello {{ customer.first_name }}</mj-text>
        <mj-text>Write your message here.</mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`;

const config = z.object({
	subject: z
		.string()
		.trim()
		.min(1, says('write a subject', 'écrivez un objet'))
		.max(250)
		.meta({
			label: { en: 'Subject', fr: 'Objet' },
			field: 'template',
			placeholder: { en: 'You left something behind', fr: 'Vous avez oublié quelque chose' },
		}),
	body: z
		.string()
		.min(1, says('write the message', 'écrivez le message'))
		.max(200_000)
		.meta({
			label: { en: 'Message (MJML)', fr: 'Message (MJML)' },
			help: {
				en: 'Variables such as {{ customer.first_name }}, {{ event.total | money }} or {{ voucher.url }} are filled in for each customer.',
				fr: 'Les variables comme {{ customer.first_name }}, {{ event.total | money }} ou {{ voucher.url }} sont remplies pour chaque client.',
			},
			field: 'mjml',
		}),
	purpose: consentField,
	promises,
});

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
	defaults: { subject: '', body: BODY },
	ports: () => MESSAGE_PORTS,
	summary: (c) => c.subject,
	// The send ledger makes a repeat harmless: a local activity does.
	compile: () => ({ op: 'act', type: 'send-email', local: true }),
	channels: ['email'],
	check: (c) => [...templateProblems('subject', c.subject), ...templateProblems('body', c.body)],
	// Loaded at publish only: MJML is large and belongs to the server.
	prepare: async (c) => (await import('./prepare')).prepareEmail(c.body),
});
