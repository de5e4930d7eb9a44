import { cn } from './cn';

const TONES = [
	'bg-kind-message-soft text-kind-message',
	'bg-kind-store-soft text-kind-store',
	'bg-kind-decision-soft text-kind-decision',
	'bg-kind-trigger-soft text-kind-trigger',
	'bg-accent-soft text-accent-ink',
] as const;

const SIZE = { sm: 'size-6 text-2xs', md: 'size-8 text-xs', lg: 'size-12 text-base' } as const;

/** Initials on a ground that is always the same for the same name. Decoration: the name stands beside it. */
export function Avatar({
	name,
	size = 'md',
	className,
}: {
	name: string;
	size?: keyof typeof SIZE;
	className?: string;
}) {
	const words = name.trim().split(/\s+/);
	const first = [...(words[0] ?? '')][0] ?? '?';
	const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
	let hash = 0;
	for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
	return (
		<span
			aria-hidden
			className={cn(
				'grid shrink-0 place-items-center rounded-full font-medium uppercase',
				SIZE[size],
				TONES[hash % TONES.length],
				className,
			)}
		>
			{first}
			{last}
		</span>
	);
}
