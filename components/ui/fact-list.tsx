import type { ReactNode } from 'react';
import { cn } from './cn';

type FactListProps = {
	/** What there is nothing to say of is left out. */
	facts: readonly (readonly [term: string, fact: ReactNode])[];
	/** Of the terms: a third of the width, or two fifths. */
	terms?: 'narrow' | 'wide';
};

/** What is known of one thing, a line a fact. */
export function FactList({ facts, terms = 'narrow' }: FactListProps) {
	return (
		<dl
			className={cn(
				'grid gap-x-3 gap-y-2 text-sm',
				terms === 'wide' ? 'grid-cols-[minmax(0,2fr)_minmax(0,3fr)]' : 'grid-cols-[minmax(0,1fr)_minmax(0,2fr)]',
			)}
		>
			{facts
				.filter(([, fact]) => fact)
				.map(([term, fact]) => (
					<div key={term} className="contents">
						<dt className="text-ink-3">{term}</dt>
						<dd className="min-w-0 break-words text-ink">{fact}</dd>
					</div>
				))}
		</dl>
	);
}
