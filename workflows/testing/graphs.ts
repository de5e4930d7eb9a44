import type { JsonObject } from '../../lib/event';

/** `when('Order Completed')` is the trigger node `t`. */
export function when(event: string, config: JsonObject = {}) {
	return { id: 't', type: 'event-trigger', config: { event, reentry: { mode: 'always' }, maxAge: 'PT1H', ...config } };
}

export function node(id: string, type: string, config: JsonObject) {
	return { id, type, config };
}

/** `edges('t>a', 'a.sent>b')`: from, port (the trigger's when left out), to. */
export function edges(...drawn: string[]) {
	return drawn.map((edge) => {
		const [source = '', to = ''] = edge.split('>');
		const [from = '', port = 'started'] = source.split('.');
		return { from, port, to };
	});
}

export const MAIL = { subject: 'Hello', body: '<mjml><mj-body></mj-body></mjml>' };

/** A step that lets an ISO 8601 duration pass. */
export function pause(id: string, duration: string) {
	return node(id, 'wait', { until: { kind: 'duration', duration } });
}

const sameCart = { property: 'cart_id', equalsTrigger: 'cart_id' };

/** Whoever fills a basket and does not order it within `timeout` is reminded by email. */
export function abandonedCart(timeout: string, extra: JsonObject = {}) {
	return {
		nodes: [
			when('Product Added', { key: 'cart_id' }),
			node('w', 'wait-for-event', {
				events: [{ port: 'ordered', event: 'Order Completed', correlation: sameCart }],
				timeout: { kind: 'duration', duration: timeout },
				...extra,
			}),
			node('m', 'send-email', MAIL),
			node('bought', 'exit', { outcome: 'bought' }),
			node('reminded', 'exit', { outcome: 'reminded' }),
		],
		edges: edges('t>w', 'w.ordered>bought', 'w.timeout>m', 'm.sent>reminded'),
	};
}
