'use client';

import { useEffect, useState } from 'react';

/** A value once it has stayed the same for a while: nobody is interrupted in the middle of a word. */
export function useSettled<T>(value: T, ms: number): T {
	const [settled, setSettled] = useState(value);
	useEffect(() => {
		const timer = setTimeout(() => setSettled(value), ms);
		return () => clearTimeout(timer);
	}, [value, ms]);
	return settled;
}
