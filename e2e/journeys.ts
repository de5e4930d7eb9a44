/** Small journeys that the specs publish: each does one thing at once. */

const place = (n: number) => ({ position: { x: 0, y: n * 190 } });

const trigger = (event: string) => ({
	...{ id: 'in', type: 'event-trigger', ...place(0) },
	config: { event, reentry: { mode: 'always' }, maxAge: 'PT1H' },
});

const email = {
	...{ id: 'mail', type: 'send-email', name: 'The reminder', ...place(1) },
	config: {
		subject: 'Hello {{ customer.first_name }}',
		body: '<mjml><mj-body><mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section></mj-body></mjml>',
	},
};

const waits = {
	...{ id: 'wait', type: 'wait', name: 'A day', ...place(2) },
	config: { until: { kind: 'duration', duration: 'P1D' } },
};

/** Writes to the customer, then waits for a day. */
export const writesAndWaits = (name: string, event: string) => ({
	name,
	nodes: [trigger(event), email, waits],
	edges: [
		{ from: 'in', port: 'started', to: 'mail' },
		{ from: 'mail', port: 'sent', to: 'wait' },
		{ from: 'mail', port: 'skipped', to: 'wait' },
	],
});

/** A voucher for the customer's store, and nothing drawn for when there is none. */
export const givesVoucher = (name: string, event: string) => ({
	name,
	nodes: [
		trigger(event),
		{
			...{ id: 'voucher', type: 'web-to-store', name: 'Her voucher', ...place(1) },
			config: { title: '€10 off', terms: '', store: { choose: 'home' }, validFor: 'P14D' },
		},
	],
	edges: [{ from: 'in', port: 'started', to: 'voucher' }],
});
