import { renderTemplate } from '@/lib/template';
import { defineRun } from '../define';
import node from './node';

export default defineRun(node, async ({ config, variables, issueVoucher }) => {
	const known = await variables();
	const voucher = await issueVoucher({
		title: await renderTemplate('plain', config.title, known),
		terms: await renderTemplate('plain', config.terms, known),
		store: config.store,
		validFor: config.validFor,
	});
	if (!voucher) return { port: 'failed', why: 'no-store' };
	return {
		port: 'issued',
		evidence: { code: voucher.code, store: voucher.storeId, expiresAt: new Date(voucher.expiresAt).toISOString() },
	};
});
