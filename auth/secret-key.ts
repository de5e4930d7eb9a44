/** The key of `Authorization: Bearer <key>`, or of Basic with the key as its name (`curl -u <key>:`); null without one. */
export function keyOf(authorization: string | null): string | null {
	const [, scheme, value] = /^(bearer|basic)\s+(\S+)$/i.exec(authorization?.trim() ?? '') ?? [];
	if (!scheme || !value) return null;
	if (scheme.toLowerCase() === 'bearer') return value;
	const [name] = Buffer.from(value, 'base64').toString('utf8').split(':');
	return name || null;
}
