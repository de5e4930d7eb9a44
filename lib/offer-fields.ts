import { plainWords, problemsByField } from './issue-text';
import { toInstant, toLocal } from './local-time';
import { toMajor, toMinor } from './money';
import { type OfferDraft, offerDraft } from './offer';
import type { Text } from './text';

/** An offer as a form holds it while somebody types: figures and dates are what was written. */
export type OfferFields = Pick<
	OfferDraft,
	'name' | 'title' | 'terms' | 'products' | 'categories' | 'stores' | 'codes' | 'release_at_exit' | 'at_refund'
> & {
	kind: OfferDraft['discount']['kind'];
	/** In the major unit (`10.50`), or percent. */
	value: string;
	/** ISO 4217. */
	currency: string;
	/** The retailer's own time, as `datetime-local` has it; empty: no bound. */
	valid_from: string;
	valid_until: string;
	/** Empty: none. */
	limit_total: string;
	limit_per_customer: string;
};

export function newOfferFields(currency: string): OfferFields {
	return {
		...{ name: '', title: '', terms: '', kind: 'amount', value: '', currency, valid_from: '', valid_until: '' },
		...{ products: [], categories: [], stores: [], codes: 'generated', limit_total: '', limit_per_customer: '1' },
		...{ release_at_exit: 'unsent', at_refund: 'usable' },
	};
}

/** `currency`: the retailer's, for an offer that has no amount yet. */
export function fieldsOf(draft: OfferDraft, zone: string, currency: string): OfferFields {
	const { discount, limit_total, limit_per_customer, valid_from, valid_until, ...same } = draft;
	return {
		...same,
		kind: discount.kind,
		value:
			discount.kind === 'amount'
				? String(toMajor(discount.value, discount.currency))
				: discount.kind === 'percent'
					? String(discount.value)
					: '',
		currency: discount.kind === 'amount' ? discount.currency : currency,
		valid_from: toLocal(valid_from, zone),
		valid_until: toLocal(valid_until, zone),
		limit_total: limit_total?.toString() ?? '',
		limit_per_customer: limit_per_customer?.toString() ?? '',
	};
}

/** The offer that was written, or what is wrong, by the field (the first word of its path). Dates are the zone's own time. */
export function readOfferFields(
	fields: OfferFields,
	zone: string,
): { draft: OfferDraft } | { problems: ReadonlyMap<string, Text> } {
	const { kind, value, currency, limit_total, limit_per_customer, valid_from, valid_until, ...same } = fields;
	const figure = Number(value.trim().replace(',', '.'));
	const read = offerDraft.safeParse(
		{
			...same,
			discount: { kind, currency, value: kind === 'amount' ? toMinor(figure, currency) : figure },
			valid_from: toInstant(valid_from, zone),
			valid_until: toInstant(valid_until, zone),
			limit_total: limitOf(limit_total),
			limit_per_customer: limitOf(limit_per_customer),
		},
		{ error: plainWords },
	);
	if (read.success) return { draft: read.data };
	return { problems: problemsByField(read.error) };
}

function limitOf(text: string): number | null {
	return text.trim() === '' ? null : Number(text);
}
