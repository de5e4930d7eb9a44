import { useSyncExternalStore } from 'react';

const QUERY = '(min-width: 1024px)';

function subscribe(changed: () => void): () => void {
	const query = window.matchMedia(QUERY);
	query.addEventListener('change', changed);
	return () => query.removeEventListener('change', changed);
}

/** A panel is beside the canvas where there is room, and a drawer where there is not: never both. */
export function useWide(): boolean {
	return useSyncExternalStore(
		subscribe,
		() => window.matchMedia(QUERY).matches,
		() => true,
	);
}
