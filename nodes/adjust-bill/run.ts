import { call } from '@/db/calls';
import { db } from '@/db/client';
import { UserError } from '@/lib/errors';
import { totalOf } from '@/lib/event-total';
import { toMinor } from '@/lib/money';
import { renderTemplate } from '@/lib/template';
import { defineRun } from '../define';
import node from './node';

/** What the book of calls can hold, in minor units: a total beyond it is a mistake of whoever sent the event. */
const MOST = 2 ** 31 - 1;

export default defineRun(node, async (context) => {
	const { config, trigger, key } = context;
	const known = await context.variables();
	const [orderId, reason] = await Promise.all([
		renderTemplate('plain', config.orderId, known),
		renderTemplate('plain', config.reason, known),
	]);
	if (orderId.trim() === '')
		throw new UserError(
			{
				en: 'the event that started the journey names no order',
				fr: 'l’événement déclencheur ne nomme aucune commande',
			},
			'orderId',
		);
	const minor =
		config.amount.by === 'fixed'
			? config.amount.minor
			: toMinor((totalOf(trigger, config.currency) * config.amount.percent) / 100, config.currency);
	if (minor > MOST)
		throw new UserError({ en: 'that is more than any bill', fr: 'c’est plus qu’aucune facture' }, 'amount');
	if (minor < 1) throw new UserError({ en: 'there is nothing to give back', fr: 'il n’y a rien à rendre' }, 'amount');
	const called = await call(db(), context, {
		kind: 'adjust-bill',
		destinationId: config.destination,
		type: 'bill.adjust',
		data: { order_id: orderId.trim(), amount_minor: minor, currency: config.currency, reason: reason.trim() },
		gives: { minor, currency: config.currency, cap: config.cap },
	});
	if (!('state' in called)) return called;
	const evidence = { ...called.evidence, key, amount_minor: minor, currency: config.currency };
	switch (called.state) {
		case 'accepted':
			return { port: 'adjusted', evidence };
		case 'suppressed':
			return { port: 'capped', why: called.reason ?? 'over-cap', evidence };
		case 'unknown':
			// Nobody is told that she got money while nobody knows it.
			return { port: 'failed', why: 'unknown', evidence };
		case 'rejected':
			return { port: 'failed', why: called.reason ?? 'rejected', evidence };
	}
});
