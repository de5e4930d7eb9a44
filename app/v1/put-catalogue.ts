import { z } from 'zod';
import { withSecretKey } from '@/auth/route';
import { importCatalogue } from '@/db/catalogue-import';
import { db } from '@/db/client';
import type { CatalogueKind } from '@/lib/catalogue';
import type { CatalogueLine } from '@/lib/catalogue-file';
import { readCatalogueLine } from '@/lib/catalogue-line';
import { say } from '@/lib/text';

/** Ten times what a batch of events may have; more comes as a file. */
const MAX_ITEMS = 50_000;

/**
 * `{ "<kind>": [ … ], "partial"?: true }`: makes or changes each, all or nothing unless `partial` is asked for. What an
 * item leaves out stays as it is. 422 says which are bad: `error.field` is where the first is (`products.3.price`).
 */
export async function putCatalogue(request: Request, kind: CatalogueKind): Promise<Response> {
	const body = z.object({ [kind]: z.array(z.unknown()).min(1).max(MAX_ITEMS), partial: z.boolean().default(false) });
	return withSecretKey(request, body, async (given, actor) => {
		const items = z.array(z.unknown()).parse(given[kind]);
		const { imported, written, outdated, problems } = await importCatalogue(db(), kind, linesOf(kind, items), {
			partial: given.partial === true,
			actor,
		});
		const refused = problems.map(({ line, field, message }) => ({
			index: line - 1,
			field,
			message: say(message, 'en'),
		}));
		if (imported) return Response.json({ written, outdated, refused });
		const [first] = refused;
		return Response.json(
			{
				error: {
					code: 'refused',
					message: first?.message ?? 'nothing was written',
					...(first ? { field: [kind, first.index, first.field].filter((part) => part !== '').join('.') } : {}),
				},
				refused,
			},
			{ status: 422 },
		);
	});
}

async function* linesOf(kind: CatalogueKind, items: unknown[]): AsyncGenerator<CatalogueLine> {
	const now = Date.now();
	for (const [n, item] of items.entries()) yield { line: n + 1, ...readCatalogueLine(kind, item, n + 1, now) };
}
