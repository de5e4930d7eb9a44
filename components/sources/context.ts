'use client';

import { createContext, useContext } from 'react';
import type { Json } from '@/lib/event';
import type { LineOf } from '@/lib/payload-path';

/** A field for a path that waits for a click on a value of the payload. */
export type Target = { id: string; take: (path: string) => void; within: LineOf };

type MappingContext = {
	/** The payload that is looked at; null when there is none. */
	payload: Json | null;
	/** Which field a click fills. */
	target: string | null;
	aim: (target: Target) => void;
	/** What is wrong with a part of the mapping, by its dotted path: `rules.0.fields.2.to`. */
	errorAt: (path: string) => string | undefined;
	/** The retailer's (IANA). */
	zone: string;
};

const Context = createContext<MappingContext>({
	...{ payload: null, target: null, zone: 'UTC' },
	aim: () => {},
	errorAt: () => undefined,
});
export const MappingProvider = Context.Provider;

export function useMapping(): MappingContext {
	return useContext(Context);
}
