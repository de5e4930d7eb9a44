import { db } from '@/db/client';
import { givePoints } from '@/db/points';
import { UserError } from '@/lib/errors';
import { totalOf } from '@/lib/event-total';
import { renderTemplate } from '@/lib/template';
import { pointsFor } from '@/lib/tiers';
import { defineRun } from '../define';
import node from './node';

export default defineRun(node, async ({ config, trigger, key, journeyId, now, facts, variables }) => {
	const known = await variables();
	const reason = (await renderTemplate('plain', config.reason, known)).trim();
	const { amount } = config;
	const points =
		amount.by === 'fixed' ? amount.points : pointsFor(totalOf(trigger, String(known.currency)), amount.perUnit);
	if (points < 1)
		throw new UserError({ en: 'the total is worth no point', fr: 'le total ne vaut aucun point' }, 'amount');
	const { customer } = await facts();
	const balance = await givePoints(db(), {
		...{ customerId: customer.id, points, reason, key },
		source: `journey:${journeyId}`,
		at: new Date(now),
	});
	return { port: 'given', evidence: { points, balance: balance.points, tier: balance.tier } };
});
