'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { IconButton } from './icon-button';

type DialogProps = {
	open?: boolean;
	onOpenChange?: (open: boolean) => void;
	/** The button that opens it; without one, control it with `open`. */
	trigger?: ReactNode;
	title: ReactNode;
	/** One sentence; read out with the title. */
	description?: ReactNode;
	size?: 'sm' | 'md' | 'lg';
	/** Buttons at the bottom right. `DialogClose` closes. */
	footer?: ReactNode;
	/** False: neither Escape nor a click outside closes it (something shown once). */
	dismissible?: boolean;
	children?: ReactNode;
};

const WIDTH = { sm: 'sm:max-w-sm', md: 'sm:max-w-lg', lg: 'sm:max-w-3xl' } as const;

/** A window over the page; on a phone it sits at the bottom, where thumbs are. */
export function Dialog({
	open,
	onOpenChange,
	trigger,
	title,
	description,
	size = 'md',
	footer,
	dismissible = true,
	children,
}: DialogProps) {
	const t = useTranslations('common');
	const hold = (event: Event) => {
		if (!dismissible) event.preventDefault();
	};
	return (
		<Radix.Root open={open} onOpenChange={onOpenChange}>
			{trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
			<Radix.Portal>
				<Radix.Overlay className="fixed inset-0 z-40 grid animate-appear items-end overflow-y-auto bg-scrim sm:place-items-center sm:p-6">
					<Radix.Content
						{...(description ? {} : { 'aria-describedby': undefined })}
						onEscapeKeyDown={hold}
						onPointerDownOutside={hold}
						className={cn(
							'relative flex max-h-[92dvh] w-full animate-rise flex-col rounded-t-xl border border-line bg-raised shadow-lg focus:outline-none sm:max-h-[calc(100dvh-3rem)] sm:rounded-xl',
							WIDTH[size],
						)}
					>
						<header className="flex items-start gap-4 px-5 pt-4 pb-3">
							<div className="min-w-0 flex-1">
								<Radix.Title className="font-semibold text-ink text-lg">{title}</Radix.Title>
								{description && (
									<Radix.Description className="mt-0.5 text-ink-2 text-sm">{description}</Radix.Description>
								)}
							</div>
							{dismissible && (
								<Radix.Close asChild>
									<IconButton label={t('close')} tooltip={false} size="sm" className="-mt-0.5 -mr-2">
										<X />
									</IconButton>
								</Radix.Close>
							)}
						</header>
						{children && <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>}
						{footer && (
							<footer className="flex flex-col-reverse gap-2 border-line border-t px-5 py-3 sm:flex-row sm:justify-end">
								{footer}
							</footer>
						)}
					</Radix.Content>
				</Radix.Overlay>
			</Radix.Portal>
		</Radix.Root>
	);
}

/** Wraps one button that closes the dialog around it. */
export function DialogClose({ children }: { children: ReactNode }) {
	return <Radix.Close asChild>{children}</Radix.Close>;
}
