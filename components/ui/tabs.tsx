'use client';

import { Tabs as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

type TabsProps<V extends string> = {
	value: V;
	onValueChange: (value: V) => void;
	tabs: readonly { value: V; label: ReactNode; count?: number }[];
	/** What the row of tabs is about. */
	label: string;
	className?: string;
	/** `TabPanel`s. */
	children: ReactNode;
};

export function Tabs<V extends string>({ value, onValueChange, tabs, label, className, children }: TabsProps<V>) {
	return (
		<Radix.Root
			value={value}
			onValueChange={(next) => {
				const chosen = tabs.find((tab) => tab.value === next);
				if (chosen) onValueChange(chosen.value);
			}}
			className={className}
		>
			<Radix.List aria-label={label} className="flex gap-4 overflow-x-auto border-line border-b">
				{tabs.map((tab) => (
					<Radix.Trigger
						key={tab.value}
						value={tab.value}
						className="-mb-px flex h-9 shrink-0 items-center gap-1.5 border-transparent border-b-2 text-ink-2 text-sm transition-colors hover:text-ink focus-visible:outline-offset-[-2px] data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
					>
						{tab.label}
						{tab.count !== undefined && (
							<span className="rounded-full bg-subtle px-1.5 text-2xs text-ink-2 tabular-nums">{tab.count}</span>
						)}
					</Radix.Trigger>
				))}
			</Radix.List>
			{children}
		</Radix.Root>
	);
}

export function TabPanel({ className, ...props }: ComponentProps<typeof Radix.Content>) {
	return <Radix.Content {...props} className={cn('pt-4', className)} />;
}
