import type { ComponentProps } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { Tooltip } from './tooltip';

type IconButtonProps = Omit<ComponentProps<typeof Button>, 'aria-label' | 'size'> & {
	/** What it does, for screen readers and as tooltip. */
	label: string;
	size?: 'sm' | 'md' | 'lg';
	/** Keys shown in the tooltip. */
	shortcut?: string;
	tooltip?: boolean;
};

const SIZE = { sm: 'size-7', md: 'size-8', lg: 'size-10' } as const;

/** A button that is only an icon. */
export function IconButton({
	label,
	size = 'md',
	shortcut,
	tooltip = true,
	variant = 'ghost',
	className,
	...props
}: IconButtonProps) {
	const button = (
		<Button {...props} variant={variant} aria-label={label} className={cn(SIZE[size], 'px-0', className)} />
	);
	return tooltip ? (
		<Tooltip content={label} shortcut={shortcut}>
			{button}
		</Tooltip>
	) : (
		button
	);
}
