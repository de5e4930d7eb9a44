import { JOURNEY_FILE_FORMAT, type JourneyFile, journeyFile } from '@/lib/graph';
import { THANKS } from './furnish';

const EMAIL = `<mjml>
  <mj-body background-color="#f4f1ec">
    <mj-section padding="28px 0 12px">
      <mj-column>
        <mj-text align="center" font-size="15px" letter-spacing="3px">MAISON AUBER</mj-text>
      </mj-column>
    </mj-section>
    <mj-section background-color="#ffffff" padding="28px 0">
      <mj-column>
        <mj-text font-size="24px" line-height="1.3" font-weight="600">Merci de votre fidélité</mj-text>
        <mj-text>Bonjour{% if customer.first_name %} {{ customer.first_name }}{% endif %},</mj-text>
        <mj-text>Votre commande est la dernière d’une belle série. Voici de quoi préparer la suivante.</mj-text>
        <mj-button href="{{ voucher.url }}" background-color="#7a3b2e">Voir mon bon</mj-button>
        <mj-text font-size="13px" color="#6b6b66">Code {{ voucher.code }}, valable jusqu’au {{ voucher.expires_at | day }}.</mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`;

/** The day after a large order, loyal customers are thanked: points, a voucher of an offer, and a message that is no promotion. */
export function loyalThanks(segmentId: string): JourneyFile {
	const at = (y: number, x = 0) => ({ position: { x, y } });
	return journeyFile.parse({
		format: JOURNEY_FILE_FORMAT,
		name: 'Merci aux fidèles',
		description: 'Le lendemain d’une belle commande, les clients fidèles reçoivent des points, un bon et un mot.',
		nodes: [
			{
				...{ id: 'order', type: 'event-trigger', name: 'Une commande dès 100\u00a0€', ...at(0) },
				config: {
					event: 'Order Completed',
					where: { type: 'property', of: 'event', path: 'total', op: 'at-least', value: 100 },
					reentry: { mode: 'after', duration: 'P90D' },
					maxAge: 'PT1H',
				},
			},
			{
				...{ id: 'settle', type: 'wait', name: 'Le lendemain', ...at(160) },
				config: { until: { kind: 'duration', duration: 'P1D' } },
			},
			{
				...{ id: 'loyal', type: 'condition', name: 'Fidèle\u00a0?', ...at(320) },
				config: { branches: [{ port: 'oui', when: { type: 'segment', segmentId, in: true } }] },
			},
			{
				...{ id: 'points', type: 'give-points', name: '50 points', ...at(490, -180) },
				config: { amount: { by: 'fixed', points: 50 }, reason: 'Merci de votre fidélité' },
			},
			{
				...{ id: 'voucher', type: 'web-to-store', name: 'Bon de remerciement', ...at(650, -180) },
				config: { offer: THANKS, title: '', terms: '', store: { choose: 'home' }, validFor: 'P30D' },
			},
			{
				...{ id: 'email', type: 'send-email', name: 'Un mot', ...at(820, -180) },
				config: {
					subject: 'Merci{% if customer.first_name %} {{ customer.first_name }}{% endif %}',
					body: EMAIL,
					kind: 'relational',
				},
			},
			{ ...{ id: 'thanked', type: 'exit', ...at(990, -180) }, config: { outcome: 'remercié' } },
			{ ...{ id: 'other', type: 'exit', ...at(490, 180) }, config: { outcome: 'pas encore fidèle' } },
		],
		edges: [
			{ from: 'order', port: 'started', to: 'settle' },
			{ from: 'settle', port: 'done', to: 'loyal' },
			{ from: 'loyal', port: 'oui', to: 'points' },
			{ from: 'loyal', port: 'else', to: 'other' },
			{ from: 'points', port: 'given', to: 'voucher' },
			{ from: 'voucher', port: 'issued', to: 'email' },
			{ from: 'email', port: 'sent', to: 'thanked' },
		],
		settings: { kind: 'relational', exits: [{ event: 'Order Refunded', outcome: 'remboursé' }] },
	});
}
