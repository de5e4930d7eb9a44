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
