import { getLocale } from 'next-intl/server';
import { z } from 'zod';
import type { Caller } from '@/auth/route';
import { importCatalogue } from '@/db/catalogue-import';
import { db } from '@/db/client';
import { CATALOGUE_KINDS } from '@/lib/catalogue';
import { readCatalogueFile } from '@/lib/catalogue-file';
import { UserError } from '@/lib/errors';
import { say } from '@/lib/text';

const query = z.object({
	kind: z.enum(CATALOGUE_KINDS, `say which: ${CATALOGUE_KINDS.join(', ')}`),
	partial: z.enum(['true', 'false']).default('false'),
});

/** A file is streamed and never held: this is against one that never ends. */
const MAX_BYTES = 500_000_000;

/**
 * The body is the file, CSV or NDJSON; `?kind=` says of what, `&partial=true` that its good lines are to be brought in
 * although there are bad ones. Answers 200 with the report, 422 with it when nothing was written.
 */
export async function receiveFile({ request, caller }: { request: Request; caller: Caller }): Promise<Response> {
	const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
	const [issue] = parsed.error?.issues ?? [];
	if (!parsed.success) throw new UserError(issue?.message ?? 'is not valid', String(issue?.path[0] ?? ''));
	const { kind } = parsed.data;
	const { lines, ignored } = readCatalogueFile(kind, limited(request), Date.now());
	const report = await importCatalogue(db(), kind, lines, {
		partial: parsed.data.partial === 'true',
		actor: caller.actor,
	});
	const locale = await getLocale();
	const problems = report.problems.map(({ message, ...problem }) => ({ ...problem, message: say(message, locale) }));
	return Response.json({ ...report, problems, ignored: [...ignored] }, { status: report.imported ? 200 : 422 });
}

async function* limited(request: Request): AsyncGenerator<Uint8Array> {
	let size = 0;
	for await (const chunk of request.body ?? []) {
		size += chunk.length;
		if (size > MAX_BYTES) throw new UserError('a file has at most 500 MB: cut it in two', 'body');
		yield chunk;
	}
}
