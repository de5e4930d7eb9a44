import { type JourneyFile, journeyFile } from '@/lib/graph';

const MJML =
	'<mjml><mj-body><mj-section><mj-column><mj-text>Your order {{ event.order_id }} is late: we gave you 10 % back.</mj-text></mj-column></mj-section></mj-body></mjml>';

/** An order that does not arrive by the instant it was promised for: a tenth of it is given back by the billing system, then she is told. */
export function brokenPromise(billing: string): JourneyFile {
	const sameOrder = { property: 'order_id', equalsTrigger: 'order_id' };
	return journeyFile.parse({
		format: 'parcours/journey@1',
		name: 'Broken promise',
		settings: { kind: 'service' },
		nodes: [
			{
				id: 'ordered',
				type: 'event-trigger',
				config: { event: 'Order Completed', key: 'order_id', reentry: { mode: 'never' } },
			},
			{
				id: 'arrives',
				type: 'wait-for-event',
				config: {
					events: [{ port: 'delivered', event: 'Order Delivered', correlation: sameOrder }],
					timeout: { kind: 'date', path: 'promised_at' },
				},
			},
			{
				id: 'give',
				type: 'adjust-bill',
				config: {
					destination: billing,
					amount: { by: 'percent', percent: 10 },
					orderId: '{{ event.order_id }}',
					reason: 'Delivered later than promised',
					cap: { minor: 2000, per: 'P30D' },
				},
			},
			{ id: 'tell', type: 'send-email', config: { subject: 'Order {{ event.order_id }} is late', body: MJML } },
			{ id: 'kept', type: 'exit', config: { outcome: 'kept' } },
			{ id: 'made-good', type: 'exit', config: { outcome: 'made good' } },
		],
		edges: [
			{ from: 'ordered', port: 'started', to: 'arrives' },
			{ from: 'arrives', port: 'delivered', to: 'kept' },
			{ from: 'arrives', port: 'timeout', to: 'give' },
			{ from: 'give', port: 'adjusted', to: 'tell' },
			{ from: 'tell', port: 'sent', to: 'made-good' },
		],
	});
}
