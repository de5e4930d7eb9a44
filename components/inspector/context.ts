'use client';

import { createContext, useContext } from 'react';
import type { Json } from '@/lib/event';
import type { SeenEvent, SeenProperty } from '@/lib/seen';
import type { Text } from '@/lib/text';

/** What pickers offer: what really arrived here, and the vocabulary. */
export type Suggestions = {
	events: SeenEvent[];
	traits: SeenProperty[];
	stores: { id: string; name: string }[];
	/** Offers that a voucher may be of. */
	offers: { id: string; name: string }[];
	/** Operations of the calendar. */
	operations: { id: string; name: string }[];
	/** Systems of the retailer's that a step may call. */
	destinations: { id: string; name: string }[];
	segments: { id: string; name: string }[];
	/** What customers may agree to. */
	purposes: { id: string; label: Text }[];
	/** Other journeys that a step may lead into. */
	journeys: { id: string; name: string }[];
	/** The journey's trigger: its properties are what later steps refer to. */
	trigger: string | null;
};

const Context = createContext<Suggestions>({
	events: [],
	traits: [],
	stores: [],
	offers: [],
	operations: [],
	destinations: [],
	journeys: [],
	segments: [],
	purposes: [],
	trigger: null,
});
export const SuggestionsProvider = Context.Provider;

export function useSuggestions(): Suggestions {
	return useContext(Context);
}

export function usePropertiesOf(event: string | null): SeenProperty[] {
	return useSuggestions().events.find((e) => e.name === event)?.properties ?? [];
}

/** What every control of a form gets. `path` is dotted, from the configuration's root. */
export type ControlProps<T extends Json = Json> = { value: T | undefined; onChange: (value: T | undefined) => void };
