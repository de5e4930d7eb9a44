/** An email address or a number as its owner recognises it, and nobody else learns it. */
export function masked(address: string): string {
	const at = address.lastIndexOf('@');
	if (at > 0) return `${address[0]}…${address.slice(at)}`;
	return address && `…${address.slice(-2)}`;
}
