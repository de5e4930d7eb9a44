import { call } from '@/db/calls';
import { db } from '@/db/client';
import { renderTemplate } from '@/lib/template';
import { defineRun } from '../define';
import node from './node';

export default defineRun(node, async (context) => {
	const { config } = context;
	const known = await context.variables();
	const fields = await Promise.all(
		config.fields.map(async ({ name, value }) => [name, await renderTemplate('plain', value, known)] as const),
	);
	const called = await call(db(), context, {
		kind: 'webhook',
		destinationId: config.destination,
		type: config.type,
		data: Object.fromEntries(fields),
	});
	if (!('state' in called)) return called;
	const evidence = { ...called.evidence, key: context.key };
	switch (called.state) {
		case 'accepted':
			return { port: 'done', evidence };
		case 'unknown':
			// As a message whose end nobody knows: shown, never blindly repeated.
			return { port: 'done', why: 'unknown', evidence };
		case 'rejected':
		case 'suppressed':
			return { port: 'failed', why: called.reason ?? called.state, evidence };
	}
});
