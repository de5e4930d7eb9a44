/** A header's address, without the name beside it: “Zoé <zoe@example.test>”. In lower case, as identities are. */
export function addressIn(from: string): string {
	return (/<([^<>\s]+)>\s*$/.exec(from)?.[1] ?? from).trim().toLowerCase();
}

/** The Message-IDs in `In-Reply-To` and `References` (RFC 5322, 3.6.4), the last named first: the message answered. */
export function messageIdsIn(...headers: (string | null | undefined)[]): string[] {
	return headers.flatMap((header) => [...(header ?? '').matchAll(/<([^<>\s]+)>/g)].map(([, id]) => id ?? '')).reverse();
}

/** What a person wrote, without the message quoted under it, so that “STOP” in what she answers to is not hers. */
export function withoutQuote(text: string): string {
	const lines = text.split(/\r?\n/);
	const quote = lines.findIndex(
		(line) =>
			line.startsWith('>') ||
			/^(On|Le) .+ (wrote|a écrit)\s*:\s*$/.test(line) ||
			/^-{2,} ?(Original|Message)/.test(line),
	);
	return (quote < 0 ? lines : lines.slice(0, quote)).join('\n').trim();
}

/** An out-of-office note or another machine's answer (RFC 3834): nobody wrote it. */
export function isAutomatic(autoSubmitted: string | null | undefined): boolean {
	return autoSubmitted !== null && autoSubmitted !== undefined && !/^\s*(no\b|$)/i.test(autoSubmitted);
}
