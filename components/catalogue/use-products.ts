'use client';

import { useEffect, useRef, useState } from 'react';
import { nameProducts, searchProducts } from '@/app/(app)/catalogue/actions';
import { useAction } from '@/components/shell/use-action';
import type { ComboboxOption } from '@/components/ui/combobox';

/** Long enough not to ask for every letter, short enough to feel at once. */
const SETTLED_MS = 150;

/**
 * Products to choose from, looked for in the catalogue as one types, and the names of those that are chosen: null when
 * the catalogue does not know one, undefined until it was asked.
 */
export function useProducts(chosen: readonly string[]) {
	const [found, setFound] = useState<ComboboxOption[]>([]);
	const [names, setNames] = useState<ReadonlyMap<string, string | null>>(new Map());
	const [searching, setSearching] = useState(false);
	const look = useAction(searchProducts);
	const ask = useAction(nameProducts);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	const latest = useRef('');
	const learn = (more: Iterable<readonly [string, string | null]>) => setNames((known) => new Map([...known, ...more]));

	const search = (typed: string) => {
		clearTimeout(timer.current);
		latest.current = typed;
		setSearching(true);
		timer.current = setTimeout(async () => {
			const answer = await look.run({ text: typed });
			if (latest.current !== typed) return;
			setSearching(false);
			if (!answer.done) return;
			setFound(answer.value.map(({ id, name }) => ({ value: id, label: name, hint: id })));
			learn(answer.value.map(({ id, name }) => [id, name]));
		}, SETTLED_MS);
	};
	useEffect(() => () => clearTimeout(timer.current), []);

	const asked = useRef(new Set<string>());
	const missing = chosen.filter((id) => id !== '' && !names.has(id) && !asked.current.has(id));
	useEffect(() => {
		if (missing.length === 0) return;
		for (const id of missing) asked.current.add(id);
		void ask.run({ ids: missing }).then((answer) => {
			if (answer.done) learn(missing.map((id) => [id, answer.value[id] ?? null]));
		});
	});

	return {
		options: found,
		onSearch: search,
		searching,
		/** As it is shown: the name, then the id, which is what tills and journeys know it by. */
		nameOf: (id: string): string | null | undefined => {
			const name = names.get(id);
			return typeof name === 'string' && name !== id ? `${name} · ${id}` : name;
		},
	};
}
