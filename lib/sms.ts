/** GSM 03.38's basic alphabet: one septet a character. */
const BASIC =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Its extension table: an escape and a character, two septets. */
const EXTENDED = '^{}\\[~]|€\f';

export type SmsSize = {
	encoding: 'GSM-7' | 'UCS-2';
	/** Septets or UTF-16 code units. */
	units: number;
	/** What the operator charges for. */
	segments: number;
	/** Characters that keep the message out of the cheaper alphabet. */
	costly: string[];
};

/** The size of an SMS as operators count it (3GPP TS 23.038, 23.040): 160 or 70 units alone, 153 or 67 a part when it is split. */
export function smsSize(text: string): SmsSize {
	const characters = [...text];
	const costly = [...new Set(characters.filter((c) => !BASIC.includes(c) && !EXTENDED.includes(c)))];
	if (costly.length === 0) {
		const widths = characters.map((c) => (EXTENDED.includes(c) ? 2 : 1));
		return { encoding: 'GSM-7', ...count(widths, 160, 153), costly };
	}
	return {
		encoding: 'UCS-2',
		...count(
			characters.map((c) => c.length),
			70,
			67,
		),
		costly,
	};
}

/** A character of two units never spans two parts. */
function count(widths: number[], alone: number, part: number): { units: number; segments: number } {
	const units = widths.reduce((sum, width) => sum + width, 0);
	if (units <= alone) return { units, segments: units === 0 ? 0 : 1 };
	let segments = 1;
	let used = 0;
	for (const width of widths) {
		if (used + width > part) {
			segments++;
			used = 0;
		}
		used += width;
	}
	return { units, segments };
}

/** The message with its mention of how to stop, which a marketer cannot forget: appended unless the text says STOP itself. */
export function withStopMention(body: string, mention: string): string {
	return mention.trim() === '' || /\bSTOP\b/.test(body) ? body : `${body.trimEnd()} ${mention.trim()}`;
}
