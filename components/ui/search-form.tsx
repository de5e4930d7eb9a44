'use client';

import { Search } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useTransition } from 'react';
import { Button } from './button';
import { Input } from './input';

/** As long as somebody thinks between two letters. */
const SETTLED_MS = 300;

/**
 * Looks while one types, and keeps the address in step: it says what is shown. Before any script has loaded it is a plain
 * GET form.
 */
export function SearchForm({
	label,
	button,
	value,
	hidden = {},
}: {
	label: string;
	button: string;
	value: string;
	hidden?: Record<string, string>;
}) {
	const router = useRouter();
	const pathname = usePathname();
	const form = useRef<HTMLFormElement>(null);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	const [looking, startLooking] = useTransition();
	useEffect(() => () => clearTimeout(timer.current), []);
	// Gone to by a link: what stands here is of before. Whoever is typing is ahead of the address, and is left alone.
	useEffect(() => {
		const box = form.current?.elements.namedItem('q');
		if (box instanceof HTMLInputElement && box !== document.activeElement) box.value = value;
	}, [value]);

	const look = () => {
		clearTimeout(timer.current);
		if (!form.current) return;
		const asked = [...new FormData(form.current)].flatMap(([name, said]) =>
			typeof said === 'string' && said !== '' ? [[name, said]] : [],
		);
		startLooking(() => router.replace(`${pathname}?${new URLSearchParams(asked)}`, { scroll: false }));
	};
	return (
		<search className="w-full sm:max-w-md">
			<form
				ref={form}
				className="flex gap-2"
				aria-busy={looking}
				onSubmit={(event: FormEvent) => {
					event.preventDefault();
					look();
				}}
			>
				{Object.entries(hidden).map(([name, kept]) => (
					<input key={name} type="hidden" name={name} value={kept} />
				))}
				<Input
					type="search"
					name="q"
					defaultValue={value}
					aria-label={label}
					placeholder={label}
					leading={<Search aria-hidden />}
					onChange={() => {
						clearTimeout(timer.current);
						timer.current = setTimeout(look, SETTLED_MS);
					}}
				/>
				<Button type="submit">{button}</Button>
			</form>
		</search>
	);
}
