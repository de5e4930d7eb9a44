import type { Scalar } from './compare';
import type { ValueKind } from './value-kind';

/** A property as it really came in, or as the vocabulary knows it: then of no kind yet, with no share. */
export type SeenProperty = {
	/** As in rules: `products[].category`. */
	path: string;
	/** The most frequent first. */
	kinds: ValueKind[];
	/** Of the latest events of this name (or customers) that were looked at, the part that has it: 0 to 1. */
	share: number;
	/** The most frequent values; those that only one customer has are hers, and not among them. */
	values: Scalar[];
};

/** An event as it really came in; of the vocabulary only: 0 times, never. */
export type SeenEvent = {
	name: string;
	count: number;
	/** There are more: they were not counted further. */
	more: boolean;
	/** UTC epoch ms. */
	lastAt: number | null;
	properties: SeenProperty[];
};
