import { z } from 'zod';

const report = z.object({
	imported: z.boolean(),
	lines: z.number(),
	written: z.number(),
	outdated: z.number(),
	bad: z.number(),
	problems: z.array(z.object({ line: z.number(), field: z.string(), message: z.string() })),
	ignored: z.array(z.string()),
});
export type ImportReport = z.infer<typeof report>;

const refusal = z.object({ error: z.object({ message: z.string() }) });

/**
 * Sends a file and says how much of it has been read, from 0 to 1: the server reads it as it comes in. Only
 * `XMLHttpRequest` tells a browser that.
 * @throws Error with words for the reader, when there is no report
 */
export function uploadFile(
	file: File,
	address: string,
	onProgress: (share: number) => void,
	lost: string,
): Promise<ImportReport> {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		request.open('POST', address);
		request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
		request.onerror = () => reject(new Error(lost));
		request.onload = () => {
			const answer = read(request.responseText);
			const told = report.safeParse(answer);
			if (told.success) resolve(told.data);
			else reject(new Error(refusal.safeParse(answer).data?.error.message ?? lost));
		};
		request.send(file);
	});
}

function read(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
