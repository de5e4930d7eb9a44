/** Stands in the browser for packages that only the server calls (see next.config.ts). */
export default function serverOnly(): never {
	throw new Error('only the server does this');
}
export const convert = serverOnly;
