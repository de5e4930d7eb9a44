import { z } from 'zod';
import { failure, route } from '@/auth/route';
import { db } from '@/db/client';
import { addCodes } from '@/db/offers';

const body = z.object({
	/** One code an item, as the retailer writes it; sent again under the same offer it is refused as known. */
	codes: z.array(z.string().max(200)).min(1).max(200_000),
});

/** Puts codes into the offer's pool, all or none: 422 with the bad ones, by their place in the list from 1. */
export const POST = route({ secretKey: true }, async ({ params, body: read, caller }) => {
	const { codes } = await read(body);
	const broken = codes.findIndex((code) => /[\r\n,;\t]/.test(code));
	if (broken >= 0) return failure(400, 'invalid', 'a code is one word on one line', `codes.${broken}`);
	const report = await addCodes(db(), params.id ?? '', codes.join('\n'), caller.actor);
	if (report.badTotal === 0) return { added: report.added };
	const [first] = report.bad;
	return Response.json(
		{
			error: {
				code: 'bad-codes',
				message: `${report.badTotal} of the codes are bad: none was taken`,
				field: `codes.${(first?.line ?? 1) - 1}`,
			},
			bad: report.bad,
		},
		{ status: 422 },
	);
});
