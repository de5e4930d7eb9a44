'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const EVERY_MS = 2000;

/** Keeps a page that is looked at as it is now: what is open or written in it stays. */
export function Refresh() {
	const router = useRouter();
	useEffect(() => {
		const timer = setInterval(() => {
			if (!document.hidden) router.refresh();
		}, EVERY_MS);
		return () => clearInterval(timer);
	}, [router]);
	return null;
}
