import Link from 'next/link';
import type { Part } from '@/lib/linked';

const PAGES = { offer: '/offers', operation: '/calendar', journey: '/journeys' } as const;

/** A sentence whose names lead to their pages. */
export function LinkedText({ parts }: { parts: readonly Part[] }) {
	return parts.map((part, index) =>
		typeof part === 'string' ? (
			part
		) : (
			// biome-ignore lint/suspicious/noArrayIndexKey: a name may come twice in a sentence.
			<Link key={index} href={`${PAGES[part.kind]}/${part.id}`} className="underline underline-offset-2">
				{part.name}
			</Link>
		),
	);
}
