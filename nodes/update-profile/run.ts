import { db } from '@/db/client';
import { updateProfile } from '@/db/update-profile';
import { UserError } from '@/lib/errors';
import type { Json } from '@/lib/event';
import { renderTemplate } from '@/lib/template';
import { defineRun } from '../define';
import node from './node';

export default defineRun(node, async ({ config, key, clock, now, facts, variables }) => {
	const known = await variables();
	const written = await Promise.all(
		config.traits.map(async ({ name, value }, index): Promise<[string, Json]> => {
			switch (value.type) {
				case 'text':
					return [name, await renderTemplate('plain', value.text, known)];
				case 'number':
					return [name, numberIn(await renderTemplate('plain', value.number, known), `traits.${index}.value.number`)];
				case 'boolean':
					return [name, value.boolean];
				case 'now':
					return [name, new Date(clock).toISOString()];
				case 'nothing':
					return [name, null];
			}
		}),
	);
	const { customer } = await facts();
	await updateProfile(db(), {
		...{ key, customerId: customer.id, traits: Object.fromEntries(written) },
		homeStoreId: config.homeStore || null,
		locale: config.locale || null,
		at: new Date(now),
	});
	return { port: 'done', evidence: { traits: written.map(([name]) => name) } };
});

/** A trait that is a number is compared as one: what is none is not written as text in silence. */
function numberIn(text: string, field: string): number {
	const number = text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));
	if (!Number.isFinite(number))
		throw new UserError(
			{ en: `“${text.slice(0, 60)}” is not a number`, fr: `«\u00a0${text.slice(0, 60)}\u00a0» n’est pas un nombre` },
			field,
		);
	return number;
}
