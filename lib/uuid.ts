const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Postgres refuses to compare an id with anything else: what somebody typed or sent is asked first. */
export function isUuid(text: string): boolean {
	return UUID.test(text);
}

/** As we write ids ourselves, in lower case (RFC 9562, section 4): what a page's address has. */
export function isWrittenUuid(text: string): boolean {
	return isUuid(text) && text === text.toLowerCase();
}
