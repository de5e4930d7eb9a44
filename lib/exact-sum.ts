/**
 * The sum of decimals as it is on paper: three times 19.99 is 59.97, as an SQL `numeric` has it, while adding binary
 * fractions drifts. 0 for no numbers.
 */
export function exactSum(numbers: readonly number[]): number {
	const decimals = numbers.map(decimalOf);
	const digits = Math.max(0, ...decimals.map((d) => d.digits));
	const sum = decimals.reduce((total, d) => total + d.units * 10n ** BigInt(digits - d.digits), 0n);
	return Number(`${sum}e-${digits}`);
}

/** The shortest decimal that is read as this number: `units / 10^digits`. */
function decimalOf(n: number): { units: bigint; digits: number } {
	const [mantissa = '0', exponent = '0'] = String(n).split('e');
	const [whole = '0', fraction = ''] = mantissa.split('.');
	const units = BigInt(whole + fraction);
	const digits = fraction.length - Number(exponent);
	return digits < 0 ? { units: units * 10n ** BigInt(-digits), digits: 0 } : { units, digits };
}
