/** Asked for in one word that means nothing else; and words that people also begin other sentences with, which count alone. */
const STOP = /^\s*(stop|stopall|arr[eê]t|arr[eê]ter|unsubscribe|d[eé]sabonner|d[eé]sabonnement|d[eé]sinscription)\b/iu;
const STOP_ALONE = /^\s*(cancel|end|quit|annuler|fin)\s*[.!]*\s*$/iu;
const START = /^\s*(start|unstop|reprendre|subscribe|r[eé]abonner)\b/iu;

/**
 * What an answer says about hearing from us, in French and English: `stop`, `start`, or nothing. Operators ask for STOP
 * to work in every marketing SMS (CPCE L34-5); “oui” is an answer to anything and agrees to nothing (GDPR art. 4(11)).
 */
export function stopOrStart(text: string): 'stop' | 'start' | null {
	if (STOP.test(text) || STOP_ALONE.test(text)) return 'stop';
	return START.test(text) ? 'start' : null;
}
