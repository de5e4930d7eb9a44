import { type JourneyFile, journeyFile } from '@/lib/graph';

const MJML =
	'<mjml><mj-body><mj-section><mj-column><mj-text>Basket {{ event.cart_id }} is waiting, {{ customer.first_name }}.</mj-text></mj-column></mj-section></mj-body></mjml>';

/**
 * What is measured and shaken: a basket starts it, an email leaves, the order of the same basket is waited for, an SMS
 * leaves. `pause` (ISO 8601) puts a timer before the SMS.
 */
export function referenceJourney({ pause }: { pause?: string } = {}): JourneyFile {
	return journeyFile.parse({
		format: 'parcours/journey@1',
		name: 'Reference',
		nodes: [
			{
				id: 'basket',
				type: 'event-trigger',
				config: { event: 'Product Added', key: 'cart_id', reentry: { mode: 'never' } },
			},
			{ id: 'email', type: 'send-email', config: { subject: 'Basket {{ event.cart_id }}', body: MJML } },
			{
				id: 'order',
				type: 'wait-for-event',
				config: {
					events: [
						{
							port: 'ordered',
							event: 'Order Completed',
							correlation: { property: 'cart_id', equalsTrigger: 'cart_id' },
						},
					],
					timeout: { kind: 'duration', duration: 'P1D' },
				},
			},
			...(pause ? [{ id: 'pause', type: 'wait', config: { until: { kind: 'duration', duration: pause } } }] : []),
			{ id: 'sms', type: 'send-sms', config: { body: 'Basket {{ event.cart_id }}: thank you' } },
			{ id: 'done', type: 'exit', config: { outcome: 'done' } },
		],
		edges: [
			{ from: 'basket', port: 'started', to: 'email' },
			{ from: 'email', port: 'sent', to: 'order' },
			{ from: 'order', port: 'ordered', to: pause ? 'pause' : 'sms' },
			...(pause ? [{ from: 'pause', port: 'done', to: 'sms' }] : []),
			{ from: 'sms', port: 'sent', to: 'done' },
		],
	});
}

/** A customer of the reference journey, who can be reached and has agreed: what she does, in order. */
export function referenceCustomer(index: number) {
	const userId = `shopper-${index}`;
	const cart_id = `cart-${index}`;
	const email = `${userId}@example.test`;
	// From the range kept for fiction in France, +33 6 39 98, on.
	const phone = `+336${39_980_000 + index}`;
	return {
		email,
		phone,
		identify: {
			type: 'identify',
			userId,
			traits: { first_name: `Shopper ${index}`, email, phone, consents: { email: true, sms: true } },
		},
		basket: { type: 'track', messageId: `basket-${index}`, userId, event: 'Product Added', properties: { cart_id } },
		order: {
			type: 'track',
			messageId: `order-${index}`,
			userId,
			event: 'Order Completed',
			properties: { cart_id, order_id: `order-${index}`, total: 80, currency: 'EUR' },
		},
	};
}
