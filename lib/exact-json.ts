/** Texts, which stay as they are, and whole numbers that are longer than JavaScript can hold (2^53 has 16 digits). */
const LONG_NUMBERS = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * JSON in which a whole number of sixteen digits or more is read as a text: a till's or an ERP's ids would otherwise be
 * rounded without a word, and two receipts would be one.
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
	JSON.parse(text);
	return JSON.parse(text.replace(LONG_NUMBERS, (found) => (found.startsWith('"') ? found : `"${found}"`)));
}
