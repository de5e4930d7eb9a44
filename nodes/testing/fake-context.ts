import type { CustomerFacts, Facts, Rule } from '@/lib/condition';
import type { EventFact, JsonObject } from '@/lib/event';
import type { Message, RunContext, RunResult, VoucherOffer } from '../define';

const NOW = Date.UTC(2026, 10, 24, 9);

export const ZOE: CustomerFacts = {
	id: '0193-zoe',
	email: 'zoe@example.test',
	phone: '+33639980001',
	locale: 'fr-FR',
	country: 'FR',
	timeZone: 'Europe/Paris',
	homeStoreId: 'lyon',
	lifecycle: 'prospect',
	scores: null,
	segments: [],
	traits: { first_name: 'Zoé', vip: true },
};

export function event(name: string, properties: JsonObject = {}, at = NOW - 60_000): EventFact {
	return { seq: 1, name, properties, at, receivedAt: at, knownAt: at };
}

export type World = {
	variables?: JsonObject;
	facts?: Partial<Facts>;
	prepared?: RunContext<unknown>['prepared'];
	/** What the ledger answers to a message. */
	answer?: RunResult;
	voucher?: Awaited<ReturnType<RunContext<unknown>['issueVoucher']>>;
};

/** What a node's `run` gets, with a channel that keeps what it was handed instead of sending it. */
export function fakeContext<C>(config: C, world: World = {}) {
	const messages: Message[] = [];
	const offers: VoucherOffer[] = [];
	const asked: Rule[][] = [];
	const trigger = world.facts?.trigger ?? event('Product Added', { cart_id: 'c1', total: 39.9 });
	const context: RunContext<C> = {
		config,
		prepared: world.prepared ?? null,
		key: 'e1:n1:1',
		enrollmentId: 'e1',
		journeyId: 'j1',
		nodeId: 'n1',
		visit: 1,
		clock: NOW,
		now: NOW,
		lastTry: false,
		trigger,
		facts: async (...rules) => {
			asked.push(rules);
			return { now: NOW, customer: ZOE, trigger, consents: {}, history: [], ...world.facts };
		},
		variables: async () => world.variables ?? {},
		send: async (_channel, render) => {
			messages.push(await render(world.variables ?? {}));
			return world.answer ?? { port: 'sent' };
		},
		goTo: async () => ({ gone: false, why: 'journey-not-live' }),
		issueVoucher: async (offer) => {
			offers.push(offer);
			return world.voucher ?? null;
		},
	};
	return { context, messages, offers, /** Which rules the node asked facts for. */ asked };
}
