import { z } from 'zod';
import { says } from '@/lib/issue-text';
import { smsSize, withStopMention } from '@/lib/sms';
import type { ConfigProblem } from './define';
import { templateProblems } from './template-problems';

/** What an email starts with. */
export const FIRST_EMAIL = `<mjml>
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
        <mj-text font-size="22px" font-weight="600">Hello{% if customer.first_name %} {{ customer.first_name }}{% endif %}</mj-text>
        <mj-text>Write your message here.</mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`;

/** What an email says. */
export const emailMessage = z.object({
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
});
export type EmailMessage = z.infer<typeof emailMessage>;

/** What an SMS says. */
export const smsMessage = z.object({
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
});
export type SmsMessage = z.infer<typeof smsMessage>;

/** What is wrong with an email's templates. `path`: where it is in the configuration, `email.` for example. */
export function emailProblems({ subject, body }: EmailMessage, path = ''): ConfigProblem[] {
	return [...templateProblems(`${path}subject`, subject), ...templateProblems(`${path}body`, body)];
}

/** What is wrong with an SMS's templates, and what it costs. `path`: where it is in the configuration, `sms.` for example. */
export function smsProblems({ body, stopMention }: SmsMessage, path = ''): ConfigProblem[] {
	const size = smsSize(withStopMention(body, stopMention));
	const problems = [...templateProblems(`${path}body`, body), ...templateProblems(`${path}stopMention`, stopMention)];
	if (size.segments > 3)
		problems.push({
			severity: 'warning',
			field: `${path}body`,
			message: {
				en: `This is charged as ${size.segments} messages.`,
				fr: `Ce message est facturé comme ${size.segments} SMS.`,
			},
		});
	return problems;
}
