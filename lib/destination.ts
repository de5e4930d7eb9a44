import { z } from 'zod';

const httpUrl = z
	.string()
	.trim()
	.max(2000)
	.refine(
		(value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
		'use a URL that starts with https://',
	)
	.refine((value) => !URL.canParse(value) || new URL(value).username === '', 'leave the user name out of the URL');

/**
 * A system of the retailer's that journeys call. `whenCut`: what to do about a call whose end nobody knows. `askUrl`:
 * answers `GET …?key=` with `{ "found": boolean }`; at `url` when it is empty.
 */
export const destinationSettings = z.object({
	name: z.string().trim().min(1).max(80),
	url: httpUrl,
	whenCut: z.enum(['ask', 'repeat', 'unknown']),
	askUrl: z
		.literal('')
		.transform(() => null)
		.or(httpUrl)
		.nullable()
		.default(null),
});
export type DestinationSettings = z.infer<typeof destinationSettings>;
