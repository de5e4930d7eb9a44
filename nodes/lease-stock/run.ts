import { db } from '@/db/client';
import { leaseForStep } from '@/db/lease-for-step';
import { UserError } from '@/lib/errors';
import { textIn } from '@/lib/event';
import { defineRun } from '../define';
import node from './node';

export default defineRun(node, async ({ config, trigger, enrollmentId, journeyId, nodeId, visit, clock, now }) => {
	const { product } = config;
	const named = product.by === 'given' ? product.productId : textIn(trigger.properties[product.property]);
	if (named === null)
		throw new UserError(
			{
				en: 'the event that started the journey names no product there',
				fr: 'l’événement déclencheur n’y nomme aucun produit',
			},
			'product.property',
		);
	const { sku } = trigger.properties;
	const leased = await leaseForStep(
		db(),
		{
			...{ enrollmentId, journeyId, nodeId, visit, clock },
			...{ productId: named, sku: product.by === 'trigger' && typeof sku === 'string' ? sku : null },
			...{ store: config.store, open: config.open, keepFor: config.keepFor, maxAge: config.maxAge },
		},
		now,
	);
	switch (leased.status) {
		case 'leased': {
			const { id, productId, storeId, until, sku: kept } = leased.lease;
			return {
				port: 'leased',
				evidence: {
					...{ lease: id, product: productId, store: storeId, until: until.toISOString() },
					...(kept ? { sku: kept } : {}),
				},
			};
		}
		case 'none-left':
			return { port: 'none-left', why: 'no-stock', evidence: leased.evidence };
		case 'unknown':
			return { port: 'unknown', why: 'stock-unknown', evidence: leased.evidence };
		case 'no-store':
			return { port: 'failed', why: 'no-store' };
	}
});
