/** More was sent than may be: HTTP 413. */
export class BodyTooLarge extends Error {
	override name = 'BodyTooLarge';
}

/**
 * Reads a request's body up to a limit in bytes. What says nothing of its length, or lies about it, is cut off too:
 * nobody fills the memory, signed in or not.
 * @throws BodyTooLarge
 */
export async function readBody(request: Request, limit: number): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of request.body ?? []) {
		size += chunk.length;
		if (size > limit) throw new BodyTooLarge(`a request here has at most ${limit} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
