/** Stands in for `next/headers`, which works in a request of Next only. A test says which cookie its request brings. */
let cookie = '';

export function bringCookie(value: string): void {
	cookie = value;
}

export async function cookies(): Promise<{ toString: () => string; set: () => void }> {
	return { toString: () => cookie, set: () => {} };
}

export async function headers(): Promise<Headers> {
	return new Headers({ cookie });
}
