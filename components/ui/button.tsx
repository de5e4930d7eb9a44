import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps, MouseEvent } from 'react';
import { cn } from './cn';

/** Also for links that look like buttons: `className={buttonClass({ variant: 'secondary' })}`. */
export const buttonClass = cva(
	'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
	{
		variants: {
			variant: {
				primary: 'bg-accent text-on-accent shadow-xs hover:bg-accent-hover',
				secondary: 'border border-line-strong bg-surface text-ink shadow-xs hover:bg-hover',
				ghost: 'text-ink-2 hover:bg-hover hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink',
				danger: 'bg-danger-fill text-on-accent shadow-xs hover:bg-danger-fill-hover',
				link: 'text-accent-ink underline-offset-4 hover:underline',
			},
			size: {
				sm: 'h-7 px-2.5 text-xs',
				md: 'h-8 px-3 text-sm',
				lg: 'h-10 px-4 text-base',
			},
		},
		compoundVariants: [{ variant: 'link', className: 'h-auto px-0' }],
		defaultVariants: { variant: 'secondary', size: 'md' },
	},
);

type ButtonProps = ComponentProps<'button'> &
	VariantProps<typeof buttonClass> & {
		/** Draws the single child (a link) as the button. */
		asChild?: boolean;
		/** Shows a spinner and refuses another press; keeps focus and width. */
		pending?: boolean;
	};

/** A module's own function, made only where it is needed: a server component may draw a button that has no handler. */
const refuse = (event: MouseEvent) => event.preventDefault();

export function Button({ asChild, pending, variant, size, className, children, onClick, ...props }: ButtonProps) {
	const classes = cn(buttonClass({ variant, size }), className);
	if (asChild)
		return (
			<Slot.Root {...props} onClick={onClick} className={classes}>
				{children}
			</Slot.Root>
		);
	return (
		<button
			type="button"
			{...props}
			className={classes}
			aria-disabled={pending || undefined}
			aria-busy={pending || undefined}
			onClick={pending ? refuse : onClick}
		>
			{pending && <LoaderCircle aria-hidden className="animate-spin" />}
			{children}
		</button>
	);
}
