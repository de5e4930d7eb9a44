'use client';

import { createContext, useContext } from 'react';
import type { Names } from '@/lib/names';

const Context = createContext<Names>({});

/** What the ids in a journey's steps and rules are called, for all that is drawn below. */
export const NamesProvider = Context.Provider;

export function useNames(): Names {
	return useContext(Context);
}
