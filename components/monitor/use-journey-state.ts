'use client';

import { useEffect, useState } from 'react';
import type { JourneyState } from '@/db/monitor';

const EVERY_MS = 1000;

/** The figures, asked for again every second while the page is looked at; `stale` when the server does not answer. */
export function useJourneyState(
	journeyId: string,
	versionId: string,
	initial: JourneyState,
): { state: JourneyState; stale: boolean } {
	const [state, setState] = useState(initial);
	const [stale, setStale] = useState(false);
	useEffect(() => {
		const stop = new AbortController();
		let timer: ReturnType<typeof setTimeout>;
		const ask = async () => {
			if (!document.hidden)
				try {
					const response = await fetch(`/api/journeys/${journeyId}/state?version=${versionId}`, {
						signal: stop.signal,
					});
					if (!response.ok) throw new Error(String(response.status));
					setState(await response.json());
					setStale(false);
				} catch {
					if (stop.signal.aborted) return;
					setStale(true);
				}
			timer = setTimeout(() => void ask(), EVERY_MS);
		};
		void ask();
		return () => {
			stop.abort();
			clearTimeout(timer);
		};
	}, [journeyId, versionId]);
	return { state, stale };
}
