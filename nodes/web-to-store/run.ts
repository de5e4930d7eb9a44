import { renderTemplate } from '@/lib/template';
import { defineRun, type RunResult } from '../define';
import node from './node';

export default defineRun(node, async ({ config, variables, issueVoucher }): Promise<RunResult> => {
	const known = await variables();
	const voucher = await issueVoucher({
		offer: config.offer ? { offerId: config.offer, again: config.again } : null,
		title: await renderTemplate('plain', config.title, known),
		terms: await renderTemplate('plain', config.terms, known),
		store: config.store,
		validFor: config.validFor,
	});
	if (!voucher) return { port: 'failed', why: 'no-store' };
	if ('noneLeft' in voucher) return { port: 'none-left', why: voucher.noneLeft, evidence: { offer: config.offer } };
	return {
		port: 'issued',
		evidence: { code: voucher.code, store: voucher.storeId, expiresAt: new Date(voucher.expiresAt).toISOString() },
	};
});
