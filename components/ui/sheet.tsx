'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { IconButton } from './icon-button';

type SheetProps = {
	open?: boolean;
	onOpenChange?: (open: boolean) => void;
	trigger?: ReactNode;
	title: ReactNode;
	description?: ReactNode;
	side?: 'right' | 'left';
	size?: 'sm' | 'md' | 'lg';
	footer?: ReactNode;
	children: ReactNode;
};

const WIDTH = { sm: 'max-w-72', md: 'max-w-md', lg: 'max-w-2xl' } as const;

/** A drawer at the side: details of something, while the page behind stays where it is. */
export function Sheet({
	open,
	onOpenChange,
	trigger,
	title,
	description,
	side = 'right',
	size = 'md',
	footer,
	children,
}: SheetProps) {
	const t = useTranslations('common');
	return (
		<Radix.Root open={open} onOpenChange={onOpenChange}>
			{trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
			<Radix.Portal>
				<Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
				<Radix.Content
					{...(description ? {} : { 'aria-describedby': undefined })}
					className={cn(
						'fixed inset-y-0 z-40 flex w-full flex-col border-line bg-raised shadow-lg focus:outline-none',
						side === 'right' ? 'right-0 animate-slide-in border-l' : 'left-0 animate-appear border-r',
						WIDTH[size],
					)}
				>
					<header className="flex items-start gap-4 border-line border-b px-5 py-3.5">
						<div className="min-w-0 flex-1">
							<Radix.Title className="truncate font-semibold text-base text-ink">{title}</Radix.Title>
							{description && <Radix.Description className="text-ink-3 text-sm">{description}</Radix.Description>}
						</div>
						<Radix.Close asChild>
							<IconButton label={t('close')} tooltip={false} size="sm" className="-mr-2">
								<X />
							</IconButton>
						</Radix.Close>
					</header>
					<div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
					{footer && <footer className="flex justify-end gap-2 border-line border-t px-5 py-3">{footer}</footer>}
				</Radix.Content>
			</Radix.Portal>
		</Radix.Root>
	);
}
