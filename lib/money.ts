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

/** An amount in the major unit (39.9) in whole minor units (3990), rounded half up. */
export function toMinor(major: number, currency: string): number {
	// By its decimal digits: 1.005 * 100 is 100.49999999999999.
	return Math.round(Number(`${major.toFixed(8)}e${minorDigits(currency)}`));
}

export function toMajor(minor: number, currency: string): number {
	return minor / 10 ** minorDigits(currency);
}

/** “€20.00”, “20,00 €”. */
export function sayMoney(minor: number, currency: string, locale: Locale): string {
	return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(toMajor(minor, currency));
}
