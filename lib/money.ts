import type { Locale } from './text';

const digits = new Map<string, number>();

/** How many digits a currency (ISO 4217) has after the point: 2 for EUR, 0 for JPY, and 2 for what is no currency. */
export function minorDigits(currency: string): number {
	const known = digits.get(currency);
	if (known !== undefined) return known;
	const found = /^[A-Za-z]{3}$/.test(currency)
		? (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2)
		: 2;
	digits.set(currency, found);
	return found;
}

/** In minor units: nothing costs more, and a thousand such amounts still add up to a whole number. */
export const MOST_MINOR = 1e12;

/**
 * An amount in the major unit (39.9) in whole minor units (3990), rounded half up. What is beyond `MOST_MINOR` is no
 * amount but a mistake, and counts as that much.
 */
export function toMinor(major: number, currency: string): number {
	const digits = minorDigits(currency);
	const most = MOST_MINOR / 10 ** digits;
	// By its decimal digits: 1.005 * 100 is 100.49999999999999.
	return Math.round(Number(`${Math.max(-most, Math.min(most, major)).toFixed(8)}e${digits}`));
}

/** A sum of minor units that is still a whole number. */
export function safeMinor(minor: number): number {
	return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.round(minor)));
}

export function toMajor(minor: number, currency: string): number {
	return minor / 10 ** minorDigits(currency);
}

/** Anybody may send a text without end as a currency. */
const LONGEST_UNIT = 12;

/** “€20.00”, “20,00 €”; what is no currency stands behind the figure as it was sent, cut short. */
export function sayMoney(minor: number, currency: string, locale: Locale): string {
	if (!/^[A-Za-z]{3}$/.test(currency))
		return `${new Intl.NumberFormat(locale).format(toMajor(minor, currency))} ${currency.slice(0, LONGEST_UNIT)}`;
	return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(toMajor(minor, currency));
}
