'use client';

import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { Kbd } from './kbd';

const ITEM =
	'relative flex cursor-default select-none items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0';

type MenuProps = {
	trigger: ReactNode;
	align?: 'start' | 'center' | 'end';
	side?: 'top' | 'right' | 'bottom' | 'left';
	className?: string;
	children: ReactNode;
};

export function DropdownMenu({ trigger, align = 'end', side, className, children }: MenuProps) {
	return (
		// Not modal: the page behind keeps its scrollbar and its meaning for screen readers.
		<Radix.Root modal={false}>
			<Radix.Trigger asChild>{trigger}</Radix.Trigger>
			<Radix.Portal>
				<Radix.Content
					align={align}
					side={side}
					sideOffset={4}
					collisionPadding={8}
					className={cn(
						'z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 animate-rise overflow-y-auto rounded-lg border border-line bg-raised p-1 text-ink shadow-lg',
						className,
					)}
				>
					{children}
				</Radix.Content>
			</Radix.Portal>
		</Radix.Root>
	);
}

type ItemProps = ComponentProps<typeof Radix.Item> & { icon?: ReactNode; tone?: 'plain' | 'danger'; shortcut?: string };

export function MenuItem({ icon, tone = 'plain', shortcut, className, children, asChild, ...props }: ItemProps) {
	const classes = cn(ITEM, tone === 'danger' ? 'text-danger' : 'text-ink', className);
	// With asChild the child (a link) brings its own icon: Radix wants exactly one element.
	if (asChild)
		return (
			<Radix.Item {...props} asChild className={classes}>
				{children}
			</Radix.Item>
		);
	return (
		<Radix.Item {...props} className={classes}>
			{icon && <span className={tone === 'danger' ? '' : 'text-ink-3'}>{icon}</span>}
			<span className="min-w-0 flex-1 truncate">{children}</span>
			{shortcut && <Kbd>{shortcut}</Kbd>}
		</Radix.Item>
	);
}

type RadioProps<V extends string> = {
	label: string;
	value: V;
	onValueChange: (value: V) => void;
	options: readonly { value: V; label: string; icon?: ReactNode; lang?: string }[];
};

/** One of a few, ticked; under a small heading. */
export function MenuRadio<V extends string>({ label, value, onValueChange, options }: RadioProps<V>) {
	return (
		<Radix.RadioGroup
			aria-label={label}
			value={value}
			onValueChange={(next) => {
				const chosen = options.find((option) => option.value === next);
				if (chosen) onValueChange(chosen.value);
			}}
		>
			<MenuLabel>{label}</MenuLabel>
			{options.map((option) => (
				<Radix.RadioItem
					key={option.value}
					value={option.value}
					lang={option.lang}
					className={cn(ITEM, 'pr-8 text-ink')}
				>
					{option.icon && <span className="text-ink-3">{option.icon}</span>}
					{option.label}
					<Radix.ItemIndicator className="absolute right-2">
						<Check aria-hidden className="text-accent-ink" />
					</Radix.ItemIndicator>
				</Radix.RadioItem>
			))}
		</Radix.RadioGroup>
	);
}

export function MenuLabel({ children }: { children: ReactNode }) {
	return <Radix.Label className="px-2 pt-1.5 pb-1 font-medium text-ink-3 text-xs">{children}</Radix.Label>;
}

export function MenuSeparator() {
	return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
