import { sayMoney } from './money';
import type { OfferDraft } from './offer';
import type { Locale } from './text';

/** “€10.00”, “15%”; null for what has no figure: its title says it. */
export function sayDiscount(discount: OfferDraft['discount'], locale: Locale): string | null {
	switch (discount.kind) {
		case 'amount':
			return sayMoney(discount.value, discount.currency, locale);
		case 'percent':
			return new Intl.NumberFormat(locale, { style: 'percent' }).format(discount.value / 100);
		case 'gift':
			return null;
	}
}
